/**
 * A rebuild whose spill folder is full, on a disk that really is: the day has more events than the
 * least memory holds. All that are too many are copies, so that the numbers stay as they are.
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { canMountSmallDisk, onSmallDisk } from '../../support/small-disk.ts';
import type { FaultedStore, StoreFaultCase } from './fault-case.ts';
import { lateKey } from './fault-world.ts';

/** Several megabytes of events, of which the least memory lets one object hold some two. */
const copies = 60_000;

export function fullSpillFolder({ place }: Pick<FaultedStore, 'place'>): StoreFaultCase {
  return {
    fault: 'the spill folder is full',
    outcome: 'failed',
    isPossible: canMountSmallDisk,
    strike(archive) {
      const [logs, spill] = ['logs-with-copies', 'spill'].map((name) =>
        join(dirname(archive), name),
      ) as [string, string];
      cpSync(archive, logs, { recursive: true });
      writeFileSync(join(logs, copiesKey), copiesOf(join(logs, lateKey)));
      mkdirSync(spill, { recursive: true });
      return Promise.resolve({
        place,
        archive: logs,
        flags: ['--memory', '320MiB', '--spill', spill],
        within: onSmallDisk(spill),
        said: new RegExp(
          `error: the spill folder is full: ${spill}/recount-spill-\\w+ holds \\d\\.\\d MiB of ` +
            'this run, and \\d\\.\\d MiB more do not fit\\n' +
            'hint: name a folder with more room with --spill DIR, or give more --memory',
        ),
        mend: () => Promise.resolve(),
      });
    },
  };
}

/** After what it is made of: of copies the first is counted. */
const copiesKey = lateKey.replace('late', 'late-copies');

function copiesOf(object: string): Buffer {
  const [line = ''] = gunzipSync(readFileSync(object)).toString().split('\n');
  return gzipSync(`${line}\n`.repeat(copies), { level: 1 });
}
