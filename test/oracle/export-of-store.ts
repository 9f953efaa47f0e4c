/** What recount exports, read back from the very text that it writes. */
import { textFromDay } from '../../src/base/calendar.ts';
import { exportRows } from '../../src/jobs/export-rows.ts';
import { jsonRowWriter } from '../../src/report/row-writer.ts';
import { openFolderStore } from '../../src/store/folder/open-folder-store.ts';
import type { ExportedPage, ExportedRow } from './exported.ts';

export type ExportedPeriod = {
  readonly store: string;
  readonly site: string;
  readonly day: number;
};

/** The rows of one period as the lines of `recount export --format jsonl`. */
export async function* exportedRows(period: ExportedPeriod): AsyncGenerator<ExportedRow> {
  const writer = jsonRowWriter({ isWithSketches: false });
  let text = '';
  for await (const item of itemsOf(period, 'rows')) {
    if (item.kind !== 'part') continue;
    text += writer.add(period.site, item.part);
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as ExportedRow;
  }
  const last = text + writer.end();
  if (last !== '') yield JSON.parse(last) as ExportedRow;
}

export async function exportedPages(period: ExportedPeriod): Promise<readonly ExportedPage[]> {
  const pages: ExportedPage[] = [];
  const date = textFromDay(period.day);
  for await (const item of itemsOf(period, 'pages')) {
    if (item.kind === 'page') pages.push({ date, ...item.page });
  }
  return pages;
}

async function* itemsOf(
  { store: path, site, day }: ExportedPeriod,
  content: 'rows' | 'pages',
): ReturnType<typeof exportRows> {
  const store = await openFolderStore(path, { create: false });
  const days = { fromDay: day, untilDay: day + 1 };
  const request = { sites: [site], ...days, content, grain: 'stored', url: undefined } as const;
  try {
    yield* exportRows(store, request, new AbortController().signal);
  } finally {
    await store.close();
  }
}
