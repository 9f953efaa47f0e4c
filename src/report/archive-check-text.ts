/** What a check of an archive found, as text. */
import { outcomes } from '../model/ledger.ts';
import { sumText, type ReportedTotals } from './archive-text.ts';
import { bytesText, countText, groupedText } from './number-text.ts';
import { tableLines, wrappedLines } from './text-lines.ts';

export type CheckKind = 'gap' | 'small' | 'unplaced' | 'ignored' | 'rejected';

export type ReportedDeep = {
  readonly objects: number;
  readonly bytes: number;
  readonly inflatedBytes: number;
  readonly lines: number;
  readonly readable: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly sites: ReadonlyMap<string, number>;
  readonly otherSites: number;
  readonly mostRefused: readonly {
    readonly key: string;
    readonly lines: number;
    readonly refused: number;
  }[];
};

export type ReportedCheck = {
  readonly totals: ReportedTotals;
  readonly findings: Readonly<Record<CheckKind, number>>;
  readonly deep: ReportedDeep | undefined;
};

type KindText = {
  readonly title: string;
  readonly one: string;
  readonly several: string;
  readonly isWrong: boolean;
};

/** In the order of the text. */
const kinds: Readonly<Record<CheckKind, KindText>> = {
  gap: { title: 'Gaps, without any object', one: 'gap', several: 'gaps', isWrong: true },
  rejected: {
    title: 'Damaged: none of its lines can be taken',
    one: 'damaged object',
    several: 'damaged objects',
    isWrong: true,
  },
  small: {
    title: 'Remarkably small',
    one: 'remarkably small object',
    several: 'remarkably small objects',
    isWrong: true,
  },
  unplaced: {
    title: 'Never read: no date in the name',
    one: 'object without a date in its name',
    several: 'objects without a date in their names',
    isWrong: true,
  },
  ignored: {
    title: 'Never read: not a log by the name',
    one: 'other file',
    several: 'other files',
    isWrong: false,
  },
};

/** Findings of a kind that are named one by one; the JSON output has all. */
export const namedMax = 20;

export type CheckLayout = {
  readonly columns: number;
  /** The first `namedMax` of each kind, in words. */
  readonly named: ReadonlyMap<CheckKind, readonly string[]>;
  /** The same command with --deep, as lines that can be copied. */
  readonly deepCommand: readonly string[];
};

/** Yields lines without their ends. */
export function* archiveCheckText(
  result: ReportedCheck,
  layout: CheckLayout,
): Generator<string, void, undefined> {
  const { columns } = layout;
  yield* wrappedLines(`${sumText(result.totals)}.`, { indent: '', columns });
  yield '';
  for (const kind of Object.keys(kinds) as CheckKind[]) {
    yield* findingsText(kind, result.findings[kind], layout);
  }
  if (result.deep !== undefined) yield* deepText(result.deep);
  yield* conclusion(result, layout);
}

function* findingsText(
  kind: CheckKind,
  count: number,
  { named, columns }: CheckLayout,
): Generator<string> {
  if (count === 0) return;
  yield `${kinds[kind].title}: ${groupedText(count)}`;
  const names = named.get(kind) ?? [];
  for (const name of names) {
    yield* wrappedLines(name, { indent: '  ', hanging: '    ', columns });
  }
  if (count > names.length) yield `  and ${groupedText(count - names.length)} more; see --json`;
  yield '';
}

function* deepText(deep: ReportedDeep): Generator<string> {
  const sizes = `${bytesText(deep.bytes)} compressed, ${bytesText(deep.inflatedBytes)} inflated`;
  yield `Lines of ${countText(deep.objects, 'whole object')} (${sizes})`;
  yield '';
  const refused = outcomes
    .filter(({ name }) => (deep.refused[name] ?? 0) > 0)
    .map(({ name, about }) => [groupedText(deep.refused[name] ?? 0), name, about]);
  const rows = [
    [groupedText(deep.readable), 'readable', 'events of some site, as far as they tell'],
    ...refused,
    [groupedText(deep.lines), 'lines read, all together', ''],
  ];
  yield* tableLines([{ align: 'right' }, { align: 'left' }, { align: 'left' }], rows, '  ');
  yield '';
  yield* mostRefusedText(deep);
  yield* sitesText(deep);
}

function* mostRefusedText({ mostRefused }: ReportedDeep): Generator<string> {
  if (mostRefused.length === 0) return;
  yield 'Where most of the refused lines are';
  yield '';
  const rows = mostRefused.map(({ key, lines, refused }) => [
    groupedText(refused),
    `of ${countText(lines, 'line')}`,
    key,
  ]);
  const right = { align: 'right' } as const;
  yield* tableLines([right, right, { align: 'left' }], rows, '  ');
  yield '';
}

function* sitesText({ sites, otherSites }: ReportedDeep): Generator<string> {
  const sorted = [...sites].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
  if (sorted.length === 0) return;
  yield 'Sites that they name';
  yield '';
  const rows = sorted.slice(0, namedMax).map(([site, lines]) => [groupedText(lines), site]);
  const more = sorted.slice(namedMax).reduce((sum, [, lines]) => sum + lines, otherSites);
  if (more > 0) rows.push([groupedText(more), 'of further sites']);
  yield* tableLines([{ align: 'right' }, { align: 'left' }], rows, '  ');
  yield '';
}

function* conclusion(
  { findings, deep }: ReportedCheck,
  { columns, deepCommand }: CheckLayout,
): Generator<string> {
  const wrong = (Object.keys(kinds) as CheckKind[])
    .filter((kind) => kinds[kind].isWrong && findings[kind] > 0)
    .map((kind) => countText(findings[kind], kinds[kind].one, kinds[kind].several));
  const layout = { indent: '', columns };
  const seen = deep === undefined ? 'as far as its listing tells' : 'every object was read';
  const text = wrong.length === 0 ? `Nothing is wrong, ${seen}.` : `Found: ${wrong.join(', ')}.`;
  yield* wrappedLines(text, layout);
  if (deep !== undefined) return;
  yield '';
  yield 'Only names and sizes were looked at. To read every object:';
  for (const line of deepCommand) yield `  ${line}`;
}
