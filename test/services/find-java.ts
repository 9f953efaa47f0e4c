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

function versionOf(java: string): string | undefined {
  try {
    const settings = ['-XshowSettings:properties', '-version'];
    const { 1: version } =
      /java\.specification\.version = (\S+)/.exec(outputOf(java, settings)) ?? [];
    return version;
  } catch {
    return undefined;
  }
}

/** Java tells its version on standard error. */
function outputOf(java: string, args: readonly string[]): string {
  return execFileSync('sh', ['-c', '"$0" "$@" 2>&1', java, ...args], { encoding: 'utf8' });
}
