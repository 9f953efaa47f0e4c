/**
 * What queries read, as far as the cluster can do it: additive metrics of segments that all sites
 * have are added up there, from their columns. Of everything else, the rows that are wanted are
 * found there, and the cells are picked out of them here.
 */
import type { estypes } from '@elastic/elasticsearch';
import { segments as segmentTable, allSegment } from '../../model/segments.ts';
import type { GenerationKey } from '../../model/period.ts';
import type { RowPart } from '../../model/row.ts';
import { CellPicker } from '../cell-picker.ts';
import type { CellSelection, RowSource, StoreSelection, TextChoice } from '../selection.ts';
import { readContents, type ContentKind } from './content-index.ts';
import type { ElasticsearchSession } from './elasticsearch-session.ts';
import { metricFields, type MetricField } from './metric-fields.ts';
import { readFewRows } from './read-few-rows.ts';
import { readNewestPages } from './newest-pages.ts';
import {
  bucketFilter,
  generationFilter,
  orderOfManyGenerations,
  readFilteredRows,
  urlFilter,
  type Filter,
  type RowChoice,
} from './row-reader.ts';
import { sumCells } from './sum-cells.ts';

export function elasticsearchSelection(session: ElasticsearchSession): StoreSelection {
  return {
    async *selectCells(selection) {
      const { added, picked } = splitMetrics(selection);
      const { keeps } = selection;
      const pieces = await piecesOf(session, selection);
      if (added.length > 0) yield* sumCells(session, { pieces, fields: added, keeps });
      if (picked.length === 0) return;
      const picker = new CellPicker({ ...selection, metrics: picked });
      for await (const part of rowsOf(session, pieces, selection)) {
        const cells = picker.cellsOf(part);
        if (cells.length > 0) yield cells;
      }
    },
    async *newestPages(keys) {
      for (const [index, group] of await byIndex(session, 'pages', keys)) {
        yield* readNewestPages(session, { index, filter: anyOf(group.map(generationFilter)) });
      }
    },
  };
}

/** Of single urls each piece is little, and mostly waiting: all are asked at once. */
async function* rowsOf(
  session: ElasticsearchSession,
  pieces: readonly RowChoice[],
  { urls }: CellSelection,
): AsyncGenerator<RowPart, void, undefined> {
  const order = orderOfManyGenerations;
  const isOfFew = urls === 'site' || (urls !== 'each' && urls.begins.length === 0);
  if (isOfFew) yield* readFewRows(session, pieces, order);
  else for (const piece of pieces) yield* readFilteredRows(session, { ...piece, order });
}

type Split = {
  readonly added: readonly MetricField[];
  readonly picked: CellSelection['metrics'];
};

/** All additive metrics go one way: a selection has either one kind of segments or the other. */
function splitMetrics({ metrics, segments }: CellSelection): Split {
  const known = metricFields.filter(({ group }) => group === 'sums');
  const names = new Set(known.map(({ metric }) => metric));
  const additive = metrics.filter(({ name, isDistinct }) => !isDistinct && names.has(name));
  if (additive.length === 0 || !isOfAllSites(segments)) return { added: [], picked: metrics };
  const wanted = new Set(additive.map(({ name }) => name));
  const isSegment = (segment: string): boolean =>
    segments.values.includes(segment) || segments.begins.some((one) => segment.startsWith(one));
  return {
    added: known.filter(({ metric, segment }) => wanted.has(metric) && isSegment(segment)),
    picked: metrics.filter((metric) => !additive.includes(metric)),
  };
}

const segmentTexts = new Set(metricFields.map(({ segment }) => segment));
const dimensions = new Set<string>([allSegment, ...segmentTable.map(({ name }) => name)]);

/** False where a segment of a site's own, or a value of a breakdown, may be among them. */
function isOfAllSites({ values, begins }: TextChoice): boolean {
  const isClosed = (begin: string): boolean => {
    const equals = begin.indexOf('=');
    return equals > 0 && dimensions.has(begin.slice(0, equals));
  };
  return values.every((value) => segmentTexts.has(value)) && begins.every(isClosed);
}

/** Sources that lie in one index and are cut alike, together. */
async function piecesOf(
  session: ElasticsearchSession,
  { sources, urls }: CellSelection,
): Promise<readonly RowChoice[]> {
  const alike = new Map<string, RowSource[]>();
  for (const source of sources) {
    const { grain, fromBucket, untilBucket } = source;
    const cut = JSON.stringify([grain, fromBucket, untilBucket]);
    alike.set(cut, [...(alike.get(cut) ?? []), source]);
  }
  const pieces: RowChoice[] = [];
  for (const group of alike.values()) {
    const [first] = group;
    if (first === undefined) continue;
    const { grain } = first;
    const rest = [...bucketFilter(grain, first), ...urlsFilter(urls)];
    const keys = group.map(({ key }) => key);
    for (const [index, inIndex] of await byIndex(session, grain, keys)) {
      pieces.push({ index, grain, filter: [...anyOf(inIndex.map(generationFilter)), ...rest] });
    }
  }
  return pieces;
}

/** Of what is not stored, nothing. */
async function byIndex(
  session: ElasticsearchSession,
  kind: ContentKind,
  keys: readonly GenerationKey[],
): Promise<ReadonlyMap<string, readonly GenerationKey[]>> {
  const groups = new Map<string, GenerationKey[]>();
  const contents = await readContents(session, keys, kind);
  for (const [place, key] of keys.entries()) {
    const index = contents[place]?.index;
    if (index) groups.set(index, [...(groups.get(index) ?? []), key]);
  }
  return groups;
}

/** What one of several filters lets through. */
function anyOf(filters: readonly Filter[]): Filter {
  const should = filters.map((filter): estypes.QueryDslQueryContainer => {
    return { bool: { filter: [...filter] } };
  });
  return [{ bool: { should, minimum_should_match: 1 } }];
}

function urlsFilter(urls: CellSelection['urls']): Filter {
  if (urls === 'site') return urlFilter(null);
  if (urls === 'each') return [{ exists: { field: 'url' } }];
  const { values, begins } = urls;
  if (values.length === 0 && begins.length === 0) return [{ match_none: {} }];
  return anyOf([
    ...(values.length === 0 ? [] : [[{ terms: { url: [...values] } }]]),
    ...begins.map((begin): Filter => [
      begin === '' ? { exists: { field: 'url' } } : { prefix: { url: { value: begin } } },
    ]),
  ]);
}
