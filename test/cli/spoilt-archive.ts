/** The worked example as an archive, and one of everything that can be wrong with one. */
import { mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A path of 2026-03-08. */
export function pathOfHour(logs: string, hour: string, name = 'part-0.gz'): string {
  return join(logs, 'events/2026/03/08', hour, name);
}

/** A gap, a cut and an empty object, a file that is no log and one without a place in time. */
export function spoilArchive(logs: string): void {
  rmSync(pathOfHour(logs, '15'), { recursive: true });
  truncateSync(pathOfHour(logs, '12'), 15);
  writeFileSync(pathOfHour(logs, '13'), '');
  writeFileSync(pathOfHour(logs, '14', '_SUCCESS'), '');
  mkdirSync(join(logs, 'copied'));
  writeFileSync(join(logs, 'copied/part-0.gz'), gzipSync('', { level: 0 }));
}
