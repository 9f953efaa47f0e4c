/** Servers written in Java: their jars, fetched by Maven, proven by one digest over all bytes. */
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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

export async function digestOfJars(folder: string): Promise<string> {
  const digest = createHash('sha256');
  for (const name of (await readdir(join(folder, 'lib'))).sort()) {
    const bytes = await readFile(join(folder, 'lib', name));
    digest.update(`${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`);
  }
  return digest.digest('hex');
}
