/** The Java that servers of today run on. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Cassandra 5 runs on 11 and 17, not on newer ones; Elasticsearch 8 needs 17. */
const javaVersion = '17';

/** @throws Error if there is none of that version: the default one, or Debian's. */
export function findJava(): string {
  const home = process.env['JAVA_HOME'];
  const places = [
    ...(home === undefined ? [] : [join(home, 'bin/java')]),
    'java',
    ...['amd64', 'arm64'].map((kind) => `/usr/lib/jvm/java-17-openjdk-${kind}/bin/java`),
  ];
  const found = places.find(
    (place) => (place === 'java' || existsSync(place)) && versionOf(place) === javaVersion,
  );
  if (found === undefined) throw new Error(`there is no Java ${javaVersion}`);
  return found;
}

/** The folder that it lies in, for servers whose scripts start it themselves. */
export function findJavaHome(): string {
  return propertyOf(findJava(), 'java.home') ?? '';
}

function versionOf(java: string): string | undefined {
  try {
    return propertyOf(java, 'java.specification.version');
  } catch {
    return undefined;
  }
}

function propertyOf(java: string, name: string): string | undefined {
  const output = outputOf(java, ['-XshowSettings:properties', '-version']);
  const line = output.split('\n').find((one) => one.trim().startsWith(`${name} = `));
  return line?.split(' = ')[1]?.trim();
}

/** Java tells its version on standard error. */
function outputOf(java: string, args: readonly string[]): string {
  return execFileSync('sh', ['-c', '"$0" "$@" 2>&1', java, ...args], { encoding: 'utf8' });
}
