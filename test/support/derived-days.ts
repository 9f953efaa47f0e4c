/** Everything that a reading of an archive gives, as values that can be compared. */
import { createHash } from 'node:crypto';
import { openFolderSpillSpace } from '../../src/base/folder-spill-space.ts';
import type { SpillSpace } from '../../src/base/spill-space.ts';
import type { DerivedPeriod } from '../../src/aggregate/derived-period.ts';
import type { Archive } from '../../src/archive/archive.ts';
import { ArchiveReading } from '../../src/jobs/derive-periods.ts';
import type { DerivePorts, DeriveRequest } from '../../src/jobs/derive-types.ts';
import { objectsOfPeriods, preparePeriods } from '../../src/jobs/prepare-periods.ts';
import { metrics } from '../../src/model/catalogue.ts';
import { bytesFromRowPart } from './row-part-bytes.ts';
import { grains } from '../../src/model/row.ts';
import { removeFolder, temporaryFolder } from './rebuild-harness.ts';

export type DayReading = Pick<DeriveRequest, 'sites' | 'fromDay' | 'untilDay'> &
  Partial<DeriveRequest> & {
    readonly archive: Archive;
    readonly workerScript?: URL;
    readonly signal?: AbortSignal;
    /** Called for each object that was read. */
    readonly onObject?: (key: string) => void;
    /** Given the space before it is closed. */
    readonly onSpill?: (spill: SpillSpace) => void;
  };

export async function deriveDays(given: DayReading): Promise<object> {
  const { archive, workerScript, onObject, onSpill, signal, ...asked } = given;
  const folder = temporaryFolder();
  const spill = openFolderSpillSpace(folder);
  const refused: string[] = [];
  const ports: DerivePorts = {
    archive,
    stores: [],
    spill,
    signal: signal ?? new AbortController().signal,
    observer: {
      lineRefused: ({ object, line, outcome }) => refused.push(`${object}:${line} ${outcome}`),
      objectDone: ({ key }) => onObject?.(key),
    },
    ...(workerScript !== undefined && { workerScript }),
  };
  const request: DeriveRequest = {
    metrics,
    inputFormat: 'auto',
    acceptEmpty: new Set(),
    eventBytesMax: undefined,
    ...asked,
  };
  try {
    const prepared = await preparePeriods(ports, request, (asked.untilDay + 30) * 86_400);
    const { periods } = prepared;
    const { objects } = objectsOfPeriods(periods, prepared.listing);
    const reading = new ArchiveReading(ports, request, { periods, objects });
    const days: object[] = [];
    for await (const item of reading.items()) {
      if (item.kind !== 'period') continue;
      const { derived, tally, objects: inputs, rejected } = item;
      const pages = [...derived.pages()];
      days.push({ rows: digestOfRows(derived), pages, tally, inputs, rejected });
    }
    return { days, refused, totals: reading.totals() };
  } finally {
    onSpill?.(spill);
    spill.close();
    removeFolder(folder);
  }
}

function digestOfRows(derived: DerivedPeriod): string {
  const digest = createHash('sha256');
  for (const grain of grains) {
    for (const part of derived.rows(grain)) digest.update(bytesFromRowPart(part));
  }
  return digest.digest('hex');
}
