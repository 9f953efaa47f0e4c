/** The packages: pinned, listed where src/ uses them, and fetched from the public registry only. */
import type { Finding, TreeFile } from './finding.ts';
import type { Script } from './parse-script.ts';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

export function checkPackages(files: readonly TreeFile[], scripts: readonly Script[]): Finding[] {
  const manifest = files.find(({ path }) => path === 'package.json');
  const lock = files.find(({ path }) => path === 'package-lock.json');
  return [
    ...(manifest === undefined ? [] : checkManifest(manifest, scripts)),
    ...(lock === undefined ? [] : checkLock(lock)),
  ];
}

function checkManifest({ path, text }: TreeFile, scripts: readonly Script[]): Finding[] {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(text) as Manifest;
  const loose = Object.entries({ ...dependencies, ...devDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+/.test(version))
    .map(([name, version]) => {
      const line = text.slice(0, text.indexOf(`"${name}"`)).split('\n').length;
      return { path, line, message: `${name} is not pinned to one version: ${version}` };
    });
  return [...loose, ...checkListed(new Set(Object.keys(dependencies)), scripts)];
}

/** What src/ loads at run time must be installed where the development packages are not. */
function checkListed(dependencies: ReadonlySet<string>, scripts: readonly Script[]): Finding[] {
  const sources = scripts.filter(({ path }) => path.startsWith('src/'));
  return sources.flatMap(({ path, imports }) =>
    imports
      .filter(({ specifier, target }) => target === undefined && !specifier.startsWith('node:'))
      .filter(({ specifier }) => ![...dependencies].some((name) => isPartOf(specifier, name)))
      .map(({ line, specifier }) => {
        return { path, line, message: `${specifier} is not among package.json's dependencies` };
      }),
  );
}

function isPartOf(specifier: string, packageName: string): boolean {
  return specifier === packageName || specifier.startsWith(`${packageName}/`);
}

function checkLock({ path, text }: TreeFile): Finding[] {
  return text.split('\n').flatMap((line, index) => {
    const address = /"resolved": "([^"]*)"/.exec(line)?.[1];
    if (address === undefined || address.startsWith('https://registry.npmjs.org/')) return [];
    const message = `${address} is not an address of registry.npmjs.org`;
    return [{ path, line: index + 1, message }];
  });
}
