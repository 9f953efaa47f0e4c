/**
 * Everything that rows of a period are counted from: one record for each counted event in the
 * memory of the row builder, none of it text (assembly/layout.ts says what a record holds).
 *
 * Records are put in the order of url and bucket, because each is read four times (by url and over
 * the site, at both grains), and only one of those orders is another.
 */
import { orderOfTexts } from '../base/bytes.ts';
import type { ByteDictionary } from '../model/byte-dictionary.ts';
import { bucketSeconds } from '../model/row.ts';
import { actionsOfPeriod } from './action-metrics.ts';
import { cellKeysFromPairs } from './cell-keys.ts';
import { orderByBucket, orderByUrl } from './event-order.ts';
import type { EventTable } from './event-table.ts';
import { rankHashes, writeHashes, type HashRanks } from './hash-ranks.ts';
import { recordWordOf, RecordWriter, type CountedEvents } from './record-writer.ts';
import type { RowMemory } from './row-memory.ts';
import { distinctMetrics, slotsOfShape } from './row-shape.ts';

export type PeriodFacts = {
  readonly memory: RowMemory;
  readonly count: number;
  /** Urls by rank, ascending by UTF-8 bytes. */
  readonly urls: readonly string[];
  readonly keys: ByteDictionary;
  /** Words of a record's segment slots. */
  readonly maskWords: number;
  readonly metrics: readonly DistinctFacts[];
};

/** What is known of one distinct metric. */
export type DistinctFacts = {
  /** Byte of a record where the rank of its hash stands. */
  readonly rankAt: number;
  /** Address of the hashes by rank, and how many there are. */
  readonly hashesAt: number;
  readonly hashCount: number;
  /** Its cell for every segment slot. */
  readonly cells: Uint32Array;
};

/** @param memory that nobody uses; it holds the records, their orders and the hashes afterwards. */
export function factsFromEvents(memory: RowMemory, counted: CountedEvents): PeriodFacts {
  const { table, events, shape } = counted;
  const { columns, dictionary } = table;
  const slots = slotsOfShape(shape, dictionary.count);
  const actions = actionsOfPeriod(table, events, shape);
  const { urlRank, urls } = urlFacts(table, events);
  const writer = new RecordWriter(memory, { ...counted, slots, actions });
  const { bucket, places } = placesOfEvents(memory, counted, { urlRank, urls: urls.length });
  const visitors = rankHashes(columns.visitor, events, () => true);
  const sessions = rankHashes(columns.session, events, (e) => columns.sessionNumber[e] !== 0);
  writer.write(places, {
    visitor: visitors.ranks,
    session: sessions.ranks,
    url: urlRank,
    bucket,
  });
  const distinct = distinctMetrics(shape);
  const metricNames = [...actions.names, ...distinct.map(({ name }) => name)];
  const naming = { shape, slots, metricNames, values: dictionary };
  const { keys, cellOfId } = cellKeysFromPairs(writer.pairs, naming);
  writer.numberCells(cellOfId);
  const visitorFacts = hashFacts(memory, visitors, recordWordOf.visitor);
  const sessionFacts = hashFacts(memory, sessions, recordWordOf.session);
  const metrics = distinct.map(({ value }, index) => ({
    ...(value === 'session' ? sessionFacts : visitorFacts),
    cells: (writer.distinctIds[index] as Uint32Array).map((id) => cellOfId[id] as number),
  }));
  return { memory, count: events.length, urls, keys, maskWords: writer.maskWords, metrics };
}

function hashFacts(
  memory: RowMemory,
  ranks: HashRanks,
  word: number,
): Pick<DistinctFacts, 'rankAt' | 'hashesAt' | 'hashCount'> {
  const hashesAt = memory.allocate(ranks.count * 8);
  writeHashes(ranks, memory.words, hashesAt / 4);
  return { rankAt: word * 4, hashesAt, hashCount: ranks.count };
}

function urlFacts(
  { columns, dictionary }: EventTable,
  events: Uint32Array,
): { readonly urlRank: Uint32Array; readonly urls: readonly string[] } {
  const idOfEntry = new Uint32Array(dictionary.count);
  const texts: string[] = [];
  const urlRank = new Uint32Array(events.length);
  for (let index = 0; index < events.length; index += 1) {
    const entry = columns.url[events[index] as number] as number;
    if (idOfEntry[entry] === 0) idOfEntry[entry] = texts.push(dictionary.text(entry));
    urlRank[index] = (idOfEntry[entry] as number) - 1;
  }
  const order = orderOfTexts(texts);
  const rankOfId = new Uint32Array(texts.length);
  order.forEach((id, rank) => (rankOfId[id] = rank));
  for (let index = 0; index < events.length; index += 1) {
    urlRank[index] = rankOfId[urlRank[index] as number] as number;
  }
  return { urlRank, urls: Array.from(order, (id) => texts[id] as string) };
}

/** The record of each event, and where the records of a bucket are: written to the memory. */
function placesOfEvents(
  memory: RowMemory,
  { table, events }: CountedEvents,
  { urlRank, urls }: { readonly urlRank: Uint32Array; readonly urls: number },
): { readonly bucket: Uint32Array; readonly places: Uint32Array } {
  const { time } = table.columns;
  const bucket = new Uint32Array(events.length);
  for (let index = 0; index < events.length; index += 1) {
    bucket[index] = Math.floor((time[events[index] as number] as number) / bucketSeconds);
  }
  const byBucket = orderByBucket(bucket);
  const byUrl = orderByUrl(byBucket, urlRank, urls);
  const places = new Uint32Array(events.length);
  for (let place = 0; place < byUrl.length; place += 1) places[byUrl[place] as number] = place;
  const byBucketBase = memory.allocate(events.length * 4);
  const { words } = memory;
  for (let index = 0, at = byBucketBase / 4; index < byBucket.length; index += 1, at += 1) {
    words[at] = places[byBucket[index] as number] as number;
  }
  memory.set('byBucketBase', byBucketBase);
  return { bucket, places };
}
