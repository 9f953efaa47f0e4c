/** Runs `recount export`: reads the store and writes its rows, without ever holding many. */
import type { Command } from '@commander-js/extra-typings';
import { textFromPeriod } from '../model/period.ts';
import { refuseFaults, type OptionFault } from '../config/option-faults.ts';
import type { Settings } from '../config/resolve-options.ts';
import { exportRows, type ExportRequest, type NotRecordedItem } from '../jobs/export-rows.ts';
import type { ExportItem } from '../jobs/read-live-period.ts';
import { splitMemory } from '../jobs/memory-split.ts';
import { countText, groupedText } from '../report/number-text.ts';
import { csvPageWriter, jsonPageWriter } from '../report/page-writer.ts';
import { notRecordedLine, notRecordedText } from '../report/not-recorded-text.ts';
import { csvRowWriter, jsonRowWriter } from '../report/row-writer.ts';
import { storeOpener } from './open-store.ts';
import { openSink, type Sink } from './result-sink.ts';
import type { Session } from './session.ts';
import { dayRange, readSettings, type DayRange } from './settings.ts';
import { daysOfSites, faultsOfDays, type SiteDays } from './site-days.ts';

type ExportSettings = Settings<'export'>;

/** Text is handed on in pieces of about this size: one write per row would be mostly overhead. */
const pieceCharsMax = 64 * 1024;

export async function runExport(session: Session, command: Command): Promise<void> {
  const { surroundings } = session;
  const settings = await readSettings(session, command, 'export');
  const { values } = settings;
  const now = Math.floor(surroundings.now() / 1000);
  const days = dayRange(values, now);
  const daysOfEach = daysOfSites(values, settings.sites, now);
  refuseFaults([
    ...faultsOfDays([{ site: '', ...days }, ...daysOfEach]),
    ...faultsOfExport(settings),
  ]);
  session.ifInterrupted =
    values.output === undefined ? 'the rows are not whole' : `${values.output} was not written`;
  const sink = openSink(session, settings.values.output);
  try {
    const { engineBytesMax } = splitMemory(values.memory, 1);
    const place = values.store[0] ?? '';
    const store = await storeOpener(session, values).open(place, { isMade: false, engineBytesMax });
    try {
      const items = exportRows(store, requestOf(settings, days, daysOfEach), session.signal);
      await writeItems(session, { settings, sink, items });
    } finally {
      await store.close();
    }
  } finally {
    sink.discard();
  }
}

function faultsOfExport({ values, found }: ExportSettings): OptionFault[] {
  const faults: OptionFault[] = [];
  const refuse = (message: string, hint: string): void => void faults.push({ message, hint });
  if (values.store.length > 1) {
    refuse(`${found.get('store')?.called ?? ''} names several stores`, 'export reads one of them');
  }
  if (values.format === 'table') {
    refuse('--format table is for queries', 'write --format jsonl or --format csv');
  }
  if (values.url !== undefined && values.siteRows) {
    refuse('--url and --site-rows exclude each other', 'leave one of them out');
  }
  if (values.pages && (values.url !== undefined || values.siteRows || values.sketches)) {
    refuse(
      '--pages goes with none of --url, --site-rows and --sketches',
      'export pages and rows apart',
    );
  }
  if (values.json && values.format === 'csv' && values.output === undefined) {
    refuse(
      '--json and --format csv would both write to standard output',
      'name a file for the rows with --output, or leave one of them out',
    );
  }
  return faults;
}

function requestOf(
  { values }: ExportSettings,
  days: DayRange,
  daysOfEach: readonly SiteDays[],
): ExportRequest {
  return {
    ...days,
    daysOfSites: new Map(daysOfEach.map((own) => [own.site, own])),
    sites: values.site,
    content: values.pages ? 'pages' : 'rows',
    grain: values.grain === 'all' ? 'stored' : values.grain,
    url: values.siteRows ? null : values.url,
  };
}

type Counts = { rows: number; pages: number; days: number; absent: number };

async function writeItems(
  session: Session,
  {
    settings,
    sink,
    items,
  }: { settings: ExportSettings; sink: Sink; items: AsyncIterable<ExportItem | NotRecordedItem> },
): Promise<void> {
  const { values } = settings;
  const isCsv = values.format === 'csv';
  const options = { isWithSketches: values.sketches };
  const rows = isCsv ? csvRowWriter(options) : jsonRowWriter(options);
  const pages = isCsv ? csvPageWriter : jsonPageWriter;
  const counts: Counts = { rows: 0, pages: 0, days: 0, absent: 0 };
  let piece = values.pages ? pages.header : rows.header;
  for await (const item of items) {
    if (sink.isClosed()) return;
    switch (item.kind) {
      case 'part':
        if (item.part.part === 0) counts.rows += 1;
        piece += rows.add(item.period.site, item.part);
        break;
      case 'page':
        counts.pages += 1;
        piece += pages.add(item.period, item.page);
        break;
      case 'whole':
        counts.days += 1;
        break;
      case 'not_recorded':
        session.note(notRecordedText(item));
        if (!isCsv) piece += notRecordedLine(item);
        break;
      case 'absent':
        counts.absent += 1;
        session.causes.add(4);
        session.note(`${textFromPeriod(item.period)}: ${item.reason}`);
        break;
    }
    if (piece.length < pieceCharsMax) continue;
    await sink.write(piece);
    piece = '';
  }
  await sink.write(piece + rows.end());
  sink.keep();
  tellCounts(session, settings, counts);
}

function tellCounts(
  { note, summary }: Session,
  { values }: ExportSettings,
  { rows, pages, days, absent }: Counts,
): void {
  Object.assign(summary, { rows, pages, days, absent });
  if (values.quiet) return;
  const what = values.pages ? countText(pages, 'page record') : countText(rows, 'row');
  const missing =
    absent === 0 ? '' : `; ${groupedText(absent)} asked for and not there, named above`;
  note(`exported ${what} of ${countText(days, 'day')}${missing}`);
  if (rows === 0 && values.url !== undefined) {
    note('urls are stored without query and fragment, their host in lower case');
  }
}
