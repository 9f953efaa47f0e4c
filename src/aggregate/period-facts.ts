/**
 * Everything that rows of a period are counted from: one record for each counted event in the
 * memory of the row builder, none of it text (assembly/layout.ts says what a record holds).
 *
 * Records are put in the order of url and bucket, because each is read four times (by url and over
 * the site, at both grains), and only one of those orders is another.
 */
import type { ByteDictionary } from '../model/byte-dictionary.ts';
import { CellKeys } from './cell-keys.ts';
import { EventChunks } from './event-chunks.ts';
import { EventKinds } from './event-kinds.ts';
import type { EventTable } from './event-table.ts';
import { NumberTable } from './number-table.ts';
import { PeriodTexts } from './period-texts.ts';
import type { RowMemory } from './row-memory.ts';
import { distinctMetrics, segmentSlotsOf, type RowShape } from './row-shape.ts';
import { sortTexts } from './sort-texts.ts';

export type CountedEvents = {
  readonly table: EventTable;
  /** Numbers of the events in `table` that do not count, ascending. */
  readonly copies: Uint32Array;
  readonly shape: RowShape;
};

export type PeriodFacts = {
  readonly memory: RowMemory;
  readonly texts: PeriodTexts;
  readonly urls: RankedUrls;
  /** Counted events by action, in the order in which they are met. */
  readonly countedByAction: Readonly<Record<string, number>>;
  readonly keys: ByteDictionary;
  readonly kindCount: number;
  /** Words of a kind's segment slots. */
  readonly maskWords: number;
  readonly metrics: readonly DistinctFacts[];
};

/** The urls of the counted events, ascending by UTF-8 bytes. */
export type RankedUrls = {
  readonly texts: readonly string[];
  /** Their numbers among the texts of the period. */
  readonly numbers: Uint32Array;
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

/** Bytes of a record where ranks stand: see assembly/layout.ts. */
const rankAt = { visitor: 4, session: 8 };

/** See assembly/event-layout.ts. */
const placeBytes = 16;

/** @param memory that nobody uses; it holds the records, their orders and the hashes afterwards. */
export function factsFromEvents(memory: RowMemory, counted: CountedEvents): PeriodFacts {
  const { table, shape } = counted;
  const { exports } = memory;
  const texts = new PeriodTexts(
    memory,
    table.batches().map(({ dictionary }) => dictionary),
  );
  const chunks = new EventChunks(memory, counted, texts);
  const { kinds, pairs, visitors, sessions } = scanEvents(memory, chunks, { counted, texts });
  const cells = new CellKeys(memory, { shape, kinds, pairs });
  const maskWords = layOutKinds(memory, kinds, shape);
  layOutRecords(memory);
  const urls = rankUrls(memory, texts);
  const keys = cells.number();
  exports.writeKinds();
  placeRecords(memory);
  const visitorHashes = rankHashes(memory, visitors);
  const sessionHashes = rankHashes(memory, sessions);
  let written = 0;
  chunks.forEach(() => (written = exports.writeRecords(written)));
  const metrics = distinctMetrics(shape).map(({ value }, index) => ({
    ...(value === 'session' ? sessionHashes : visitorHashes),
    rankAt: value === 'session' ? rankAt.session : rankAt.visitor,
    cells: cells.ofDistinct(index),
  }));
  const { count: kindCount } = kinds;
  const countedByAction = kinds.countByAction();
  return { memory, texts, urls, countedByAction, keys, kindCount, maskWords, metrics };
}

type Scan = {
  readonly kinds: EventKinds;
  readonly visitors: NumberTable;
  readonly sessions: NumberTable;
  readonly pairs: NumberTable;
};

/** Finds out what there is to be numbered. */
function scanEvents(
  memory: RowMemory,
  chunks: EventChunks,
  { counted, texts }: { readonly counted: CountedEvents; readonly texts: PeriodTexts },
): Scan {
  const { exports } = memory;
  const { table, copies, shape } = counted;
  const kinds = new EventKinds(memory, texts, shape);
  const visitors = new NumberTable(memory, 'visitorTable', 'hashes');
  const sessions = new NumberTable(memory, 'sessionTable', 'hashes');
  const pairs = new NumberTable(memory, 'pairTable', 'pairs');
  memory.set('placesBase', memory.allocate((table.count - copies.length) * placeBytes));
  memory.set('urlPlacesBase', memory.allocateZeros(texts.count * 4));
  memory.set('urlRanksBase', memory.allocate(texts.count * 4));
  exports.beginScan();
  chunks.forEach((events) => {
    kinds.reserve(events);
    visitors.reserve(events);
    sessions.reserve(events);
    pairs.reserve(events * table.counts.breakdowns);
    for (let at = exports.scanEvents(0); at < events; at = exports.scanEvents(at)) {
      kinds.describeAction(exports.actionOf(at));
    }
  });
  return { kinds, visitors, sessions, pairs };
}

/** @returns the words of a kind's segment slots. */
function layOutKinds(memory: RowMemory, kinds: EventKinds, shape: RowShape): number {
  const { segmentFrom, segmentSlots } = segmentSlotsOf(shape);
  const maskWords = Math.ceil(segmentSlots / 32);
  const shareWords = 2 + segmentFrom.length;
  const kindWords = 2 + maskWords + kinds.sharesMax * shareWords;
  memory.set('kindsBase', memory.allocate(kinds.count * kindWords * 4));
  memory.set('kindBytes', kindWords * 4);
  memory.set('shareBytes', shareWords * 4);
  memory.set('maskWords', maskWords);
  return maskWords;
}

function layOutRecords(memory: RowMemory): void {
  const bytes = memory.exports.scannedWords.value * 4;
  const count = memory.exports.scannedCount.value;
  const records = memory.allocate(bytes);
  memory.set('recordsBase', records);
  memory.set('recordsUntil', records + bytes);
  memory.set('recordCount', count);
  memory.set('byBucketBase', memory.allocate(count * 4));
}

function rankUrls(memory: RowMemory, texts: PeriodTexts): RankedUrls {
  return memory.borrow(() => {
    const list = memory.allocate(texts.count * 4);
    const until = memory.exports.listUrls(texts.count, list);
    sortTexts(memory, texts.starts, { list, count: (until - list) / 4 });
    memory.exports.rankUrls(list, until);
    const numbers = memory.words.slice(list / 4, until / 4);
    return { numbers, texts: Array.from(numbers, (number) => texts.text(number)) };
  });
}

/** Gives every record its place. */
function placeRecords(memory: RowMemory): void {
  memory.borrow(() => {
    const { bucketFirst, bucketLast } = memory.exports;
    const buckets = Math.max(bucketLast.value - bucketFirst.value + 1, 0);
    const starts = memory.allocateZeros((buckets + 1) * 4);
    memory.exports.placeRecords(starts);
  });
}

function rankHashes(
  memory: RowMemory,
  table: NumberTable,
): Pick<DistinctFacts, 'hashesAt' | 'hashCount'> {
  const hashCount = table.count;
  const hashesAt = memory.allocate(hashCount * 8);
  memory.exports.rankHashes(table.address, hashesAt, hashCount);
  return { hashesAt, hashCount };
}
