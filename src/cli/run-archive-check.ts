/** Runs `recount archive check`: the job, its progress, and what it found. */
import type { Command } from '@commander-js/extra-typings';
import { textFromUtcRange } from '../archive/completeness.ts';
import { textFromSmallObject } from '../archive/small-objects.ts';
import type { Settings } from '../config/resolve-options.ts';
import type { ArchiveFinding, CheckObserver } from '../jobs/archive-check-types.ts';
import { checkArchive } from '../jobs/check-archive.ts';
import { archiveCheckText, namedMax, type CheckKind } from '../report/archive-check-text.ts';
import { checkSummary, findingLine } from '../report/archive-json.ts';
import { commandLines } from './command-text.ts';
import { openNamedArchive } from './open-archive.ts';
import { printLines } from './print.ts';
import { openProgress, type Progress } from './progress.ts';
import { rangeOfDays, utcDays } from './run-archive-ls.ts';
import type { Session } from './session.ts';
import { readSettings } from './settings.ts';

export async function runArchiveCheck(session: Session, command: Command): Promise<void> {
  const settings = await readSettings(session, command, 'archive check');
  const { values } = settings;
  session.ifInterrupted = 'what was not read yet was not checked';
  const range = rangeOfDays(utcDays(session, values));
  const archive = await openNamedArchive(session, values);
  const progress = openProgress(session, { isShown: values.progress && !values.quiet });
  const named = new Map<CheckKind, string[]>();
  try {
    const result = await checkArchive(
      {
        archive,
        now: () => Math.floor(session.surroundings.now() / 1000),
        signal: session.signal,
        observer: observerOf(session, settings, { progress, named }),
      },
      {
        ...range,
        isDeep: values.deep,
        inputFormat: values.inputFormat,
        expect: values.archiveExpect,
      },
    );
    progress.end();
    for (const cause of result.causes) session.causes.add(cause);
    Object.assign(session.summary, checkSummary(result));
    if (values.json) return;
    const { columns } = session.surroundings;
    const changes = { replaced: new Map(), dropped: [], added: [['--deep']] };
    const deepCommand = commandLines(settings, changes, columns);
    await printLines(session, archiveCheckText(result, { columns, named, deepCommand }));
  } finally {
    progress.end();
    await archive.close();
  }
}

function observerOf(
  session: Session,
  { values }: Settings<'archive check'>,
  { progress, named }: { progress: Progress; named: Map<CheckKind, string[]> },
): CheckObserver {
  return {
    listed({ placed }) {
      // Without --deep nothing takes long enough to be watched.
      if (values.deep) progress.start({ ...placed, periods: 0 });
    },
    found(finding) {
      const text = textOfFinding(finding);
      if (values.json) session.output.writeNow(`${JSON.stringify(findingLine(finding, text))}\n`);
      const names = named.get(finding.kind) ?? [];
      named.set(finding.kind, names);
      if (names.length < namedMax) names.push(text);
    },
    progress: (bytes) => progress.add({ bytesDone: bytes }),
    objectDone: () => progress.add({ objectsDone: 1 }),
  };
}

function textOfFinding(finding: ArchiveFinding): string {
  switch (finding.kind) {
    case 'gap':
      return textFromUtcRange(finding.range);
    case 'small':
      return textFromSmallObject(finding.object);
    case 'unplaced':
    case 'ignored':
      return finding.key;
    case 'rejected':
      return finding.message;
  }
}
