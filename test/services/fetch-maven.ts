/** Servers written in Java: fetched by Maven, proven by one digest over all their bytes. */
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { runProgram } from './run-program.ts';

/** @param artifacts `group:artifact:version`; all that they need at run time comes along. */
export async function installJars(folder: string, artifacts: readonly string[]): Promise<void> {
  const dependencies = artifacts.map((artifact) => {
    const [group = '', name = '', version = ''] = artifact.split(':');
    return `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId>
      <version>${version}</version></dependency>`;
  });
  const project = `<project xmlns="http://maven.apache.org/POM/4.0.0">
    <modelVersion>4.0.0</modelVersion>
    <groupId>recount</groupId><artifactId>services</artifactId><version>1</version>
    <packaging>pom</packaging>
    <dependencies>${dependencies.join('\n')}</dependencies>
  </project>`;
  const path = join(folder, 'pom.xml');
  await writeFile(path, project);
  const copy = ['dependency:copy-dependencies', '-DincludeScope=runtime'];
  await runProgram('mvn', ['-q', '-B', '-f', path, ...copy, `-DoutputDirectory=${folder}/lib`]);
}

/** @param artifact `group:artifact:version` of a zip, which is unpacked into the folder. */
export async function installZip(folder: string, artifact: string): Promise<void> {
  const [, name = '', version = ''] = artifact.split(':');
  const copy = ['dependency:copy', `-Dartifact=${artifact}:zip`, `-DoutputDirectory=${folder}`];
  await runProgram('mvn', ['-q', '-B', ...copy]);
  const zip = join(folder, `${name}-${version}.zip`);
  await runProgram('unzip', ['-q', zip, '-d', folder]);
  await rm(zip);
}

export async function digestOfJars(folder: string): Promise<string> {
  return digestOfFiles(join(folder, 'lib'));
}

/** Of all files below a folder, their names and bytes. */
export async function digestOfFiles(folder: string): Promise<string> {
  const digest = createHash('sha256');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const names = files.map((file) => relative(folder, join(file.parentPath, file.name)));
  for (const name of names.sort()) {
    const bytes = await readFile(join(folder, name));
    digest.update(`${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`);
  }
  return digest.digest('hex');
}
