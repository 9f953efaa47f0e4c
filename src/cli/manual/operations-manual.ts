/** recount-operations(7): for whoever keeps it running, by day and at 3 a.m. */
import { exitCodes } from '../../base/exit-codes.ts';
import { findingKinds, type FindingKind } from '../../model/store-finding.ts';
import { exitCodeRemedies } from './exit-code-remedies.ts';
import { findingRemedies } from './finding-remedies.ts';
import { code, terms, text, type Chapter, type ManualPage } from './manual-page.ts';
import { sentenceFrom } from './option-terms.ts';

export const operationsManual: ManualPage = {
  name: 'recount-operations',
  section: 7,
  summary: 'running recount: what to watch, back up, upgrade, and do when it fails',
  chapters: [
    watchChapter(),
    exitChapter(),
    findingsChapter(),
    backupChapter(),
    upgradeChapter(),
    moveChapter(),
    roomChapter(),
    {
      title: 'See also',
      blocks: text(
        '`recount`(1), `recount-rollup`(1), `recount-store-doctor`(1), `recount-store-gc`(1), ' +
          '`recount-stores`(7), `recount-services`(7)',
      ),
    },
  ],
};

function watchChapter(): Chapter {
  return {
    title: 'What to watch',
    blocks: [
      ...text(
        '`recount rollup` every hour, with `--metrics-file` (see `recount-rollup`(1)), `recount ' +
          'audit` `--quick` every day and `recount store doctor` and `recount store gc` ' +
          '`--apply` every week. Alert on the age of the last success of a site and not on exit ' +
          'codes: it grows too when nothing runs at all.',
      ),
      terms(
        [
          '`time() - recount_rollup_last_success_timestamp_seconds > 129600`',
          'A site has not been rolled up for a day and a half: page somebody.',
        ],
        [
          '`recount_rollup_lag_seconds > 172800`',
          'The newest day that is live ended two days ago: logs are missing, or late.',
        ],
        [
          '`recount_rollup_differences > 0`',
          'Days were rebuilt because logs came late or were replaced. Now and then that is ' +
            'everyday; every night, somebody changes old logs.',
        ],
        [
          'refused lines as a share of `recount_rollup_lines`',
          'A jump means that a collector or a tag changed. Look at `--rejects` of a rebuild ' +
            'without `--apply`, before customers do.',
        ],
        [
          '`recount audit` ends with 3',
          'Stored numbers are not what the logs say. Its report says why; nobody is to be woken ' +
            'for it, and nothing repairs it by itself.',
        ],
      ),
    ],
  };
}

/** Failures first, in the order in which one of several is returned. */
function exitChapter(): Chapter {
  return {
    title: 'What to do for every exit status',
    blocks: [
      ...text(
        'No command leaves numbers half changed, whatever it ends with: a day is published at ' +
          'once, or not at all. So there is time to read first.',
      ),
      ...exitCodes.flatMap(({ code: number, about }) => [
        terms([`\`${number}\``, sentenceFrom(about), ...exitCodeRemedies[number]]),
      ]),
    ],
  };
}

function findingsChapter(): Chapter {
  const kinds = Object.keys(findingKinds) as FindingKind[];
  return {
    title: 'What to do for every finding',
    blocks: [
      ...text(
        '`recount store doctor` names each with a remedy of its own, in which the very file, ' +
          'table or command stands. A `fault` is for today: numbers or their evidence are lost, ' +
          'or work will fail. A `notice` is for some day. In general:',
      ),
      terms(
        ...kinds.map((kind) => {
          return [
            `\`${kind}\``,
            `${sentenceFrom(findingKinds[kind])}`,
            ...findingRemedies[kind],
          ] as const;
        }),
      ),
    ],
  };
}

function backupChapter(): Chapter {
  return {
    title: 'Backup',
    blocks: [
      ...text(
        'The logs are what must not be lost: a store is made again from them. Not in them are ' +
          'the days whose logs are gone, erasures, pins, and the records of runs; for these a ' +
          'store is backed up too.',
        'A folder is copied while it is in use, in two passes: files are never changed once they ' +
          'have their name, and the second pass takes what was published during the first. A ' +
          'service is backed up by its own means: a snapshot of all nodes (`nodetool snapshot`, ' +
          'the snapshots of Elasticsearch). Every copy is tried:',
      ),
      code(
        'rsync -a store/ backup/ && rsync -a store/ backup/',
        'recount store doctor --deep --store backup',
      ),
      ...text(
        'After a store was put back: `recount store doctor` `--deep`, then `recount rollup`, ' +
          'which brings the days since. An erasure that is younger than the backup has to be ' +
          'done again, before anything is rebuilt. The key of erasures is kept apart from the ' +
          'store, and a site with erasures cannot be rebuilt without it.',
      ),
    ],
  };
}

function upgradeChapter(): Chapter {
  return {
    title: 'Upgrade',
    blocks: text(
      'A version that cannot read a store refuses it and changes nothing; the version that wrote ' +
        'it goes on working. Try a new version on one day, without `--apply`: what it shows as a ' +
        'change is what the new version counts otherwise.',
      'Rules of counting are numbered and stored with every day. `recount rollup` leaves days ' +
        'that were made under older rules alone and says so, and an audit recounts them under ' +
        'their own rules, or says that it no longer can. `recount rebuild` brings them under the ' +
        'rules of today, as far back as there are logs.',
      'Two versions may write one store at the same time for as long as both accept it: each day ' +
        'is published by one of them.',
    ),
  };
}

function moveChapter(): Chapter {
  return {
    title: 'From one store to another',
    blocks: [
      ...text(
        'The new store is filled from the logs, while the old one goes on. Then both are kept ' +
          'for as long as somebody wants to go back: `--store` may be given several times, here ' +
          'or in `recount.yaml`, and each day is staged in all of them before it is live in any.',
      ),
      code(
        'recount store init --store cassandra://10.0.0.5/recount --replication 3',
        'recount rebuild --store cassandra://10.0.0.5/recount \\',
        '  --from 2024-11-01 --until today --apply --reason "move to Cassandra"',
        'recount store status --store old --store cassandra://10.0.0.5/recount',
        'recount audit --store old --against cassandra://10.0.0.5/recount \\',
        '  --from 2024-11-01 --until today',
      ),
      ...text(
        'Days that `recount store status` shows in the old store alone are those whose logs are ' +
          'gone: nothing can make them anew, so keep the old store, or an export of them. ' +
          'Erasures are records of a store: run `recount erase` with the same visitors in the ' +
          'new one too, before anybody reads it.',
      ),
    ],
  };
}

function roomChapter(): Chapter {
  return {
    title: 'Room and load',
    blocks: text(
      'How large stores become is in `recount-stores`(7). A rebuild needs room for both versions ' +
        'of the days it replaces; the old ones go a week after, with `recount store gc`. Its ' +
        'spill folder (`--spill`) holds what does not fit into `--memory`: of a day that does ' +
        'not, some 400 bytes for each event. It is empty afterwards.',
      'Logs are decoded by as many threads as there are cores (`--workers`), and fewer where a ' +
        'quarter of `--memory` has no room for 64 MiB for each; with a single core, or ' +
        '`--workers 0`, by the program itself. The main thread reads the logs, from a folder or ' +
        'a bucket, and counts; whole objects go to the threads, so that an archive of one large ' +
        'object gains little. The numbers are the same byte for byte. `recount explain` looks ' +
        'at every line itself and has no threads. A thread that fails ends the run with exit ' +
        'code 1 and the name of the object it had; nothing of that object is counted.',
      'A store that also serves readers is spared with `--max-rate` and `--pause-file`: while ' +
        'that file is there, a run asks nothing of the service and waits. Fewer requests are in ' +
        'flight by themselves while a service is late or overloaded.',
    ),
  };
}
