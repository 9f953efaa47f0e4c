/**
 * Everything that rows of a period are counted from, one record per counted event and none of it
 * text: buckets, url ranks, cells to add to, members of distinct counts with their segments.
 *
 * Records are in archive order and lie row by row, because each is read four times (by url and
 * over the site, at both grains), each time in another order.
 */
import { orderOfTexts } from '../base/bytes.ts';
import type { ByteDictionary } from '../model/byte-dictionary.ts';
import { absent } from '../model/event-batch.ts';
import { bucketSeconds } from '../model/row.ts';
import { actionsOfPeriod, type PeriodActions } from './action-metrics.ts';
import { cellKeysFromPairs } from './cell-keys.ts';
import type { EventTable } from './event-table.ts';
import { rankHashes, type HashRanks } from './hash-ranks.ts';
import { PairIds } from './pair-ids.ts';
import { distinctMetrics, slotsOfShape, type RowShape, type Slots } from './row-shape.ts';

export type PeriodFacts = {
  readonly shape: RowShape;
  readonly count: number;
  /** 5-minute bucket of each event, in units of 300 s since 1970. */
  readonly bucket: Uint32Array;
  readonly urlRank: Uint32Array;
  /** Urls by rank, ascending by UTF-8 bytes. */
  readonly urls: readonly string[];
  /** Cells that each event adds to: `cellsPerEvent` entries of `keys`, 0 = none. */
  readonly cells: Uint32Array;
  readonly cellsPerEvent: number;
  /** What it adds: one amount for each equal share of its cells. */
  readonly amounts: Uint32Array;
  readonly amountsPerEvent: number;
  /** Segment slots of each event as bits, `maskWords` words; bit 0 (`$all`) is always set. */
  readonly masks: Uint32Array;
  readonly maskWords: number;
  readonly visitors: HashRanks;
  readonly sessions: HashRanks;
  /** Bit d: the event counts in distinct metric d by its visitor (by its session). */
  readonly visitorBits: Uint8Array;
  readonly sessionBits: Uint8Array;
  readonly keys: ByteDictionary;
  /** Per distinct metric its cell for every segment slot. */
  readonly distinctCells: readonly Uint32Array[];
};

/** @param events indexes of the counted events in `table`, in archive order. */
export function factsFromEvents(
  table: EventTable,
  events: Uint32Array,
  shape: RowShape,
): PeriodFacts {
  const { columns, dictionary } = table;
  const slots = slotsOfShape(shape, dictionary.count);
  const actions = actionsOfPeriod(table, events, shape);
  const context = { table, events, shape, slots, actions };
  return {
    shape,
    count: events.length,
    bucket: events.map((event) => Math.floor((columns.time[event] as number) / bucketSeconds)),
    ...urlFacts(table, events),
    ...cellFacts(context),
    ...maskFacts(context),
    ...memberFacts(context),
  };
}

type AdditiveFacts = Pick<PeriodFacts, 'cells' | 'cellsPerEvent' | 'amounts' | 'amountsPerEvent'>;
type CellFacts = AdditiveFacts & Pick<PeriodFacts, 'keys' | 'distinctCells'>;

type Context = {
  readonly table: EventTable;
  readonly events: Uint32Array;
  readonly shape: RowShape;
  readonly slots: Slots;
  readonly actions: PeriodActions;
};

function urlFacts(
  { columns, dictionary }: EventTable,
  events: Uint32Array,
): Pick<PeriodFacts, 'urlRank' | 'urls'> {
  const idOfEntry = new Uint32Array(dictionary.count);
  const texts: string[] = [];
  const urlId = events.map((event) => {
    const entry = columns.url[event] as number;
    if (idOfEntry[entry] === 0) idOfEntry[entry] = texts.push(dictionary.text(entry));
    return (idOfEntry[entry] as number) - 1;
  });
  const order = orderOfTexts(texts);
  const rankOfId = new Uint32Array(texts.length);
  order.forEach((id, rank) => (rankOfId[id] = rank));
  return {
    urlRank: urlId.map((id) => rankOfId[id] as number),
    urls: Array.from(order, (id) => texts[id] as string),
  };
}

function cellFacts(context: Context): CellFacts {
  const { shape, slots, actions, table } = context;
  const pairs = new PairIds(1024);
  const distinct = distinctMetrics(shape);
  const distinctIds = distinct.map((_, index) =>
    Uint32Array.from({ length: slots.segmentSlots }, (_slot, slot) =>
      pairs.idOf(slot, actions.names.length + index),
    ),
  );
  const additive = additiveFacts(context, pairs);
  const metricNames = [...actions.names, ...distinct.map(({ name }) => name)];
  const naming = { shape, slots, metricNames, values: table.dictionary };
  const { keys, cellOfId } = cellKeysFromPairs(pairs, naming);
  const { cells } = additive;
  for (let at = 0; at < cells.length; at += 1) {
    const id = cells[at] as number;
    if (id !== 0) cells[at] = cellOfId[id - 1] as number;
  }
  const distinctCells = distinctIds.map((ids) => ids.map((id) => cellOfId[id] as number));
  return { ...additive, keys, distinctCells };
}

/** Amounts and cells by event; a cell is its pair's id + 1 until the cells are in order. */
function additiveFacts(context: Context, pairs: PairIds): AdditiveFacts {
  const { table, events, slots, actions } = context;
  const { action, engagedSeconds } = table.columns;
  const cellsPerAmount = 1 + slots.segmentFrom.length + slots.breakdownFrom.length;
  const amountsPerEvent = actions.additiveMax;
  const cellsPerEvent = cellsPerAmount * amountsPerEvent;
  const cells = new Uint32Array(events.length * cellsPerEvent);
  const amounts = new Uint32Array(events.length * amountsPerEvent);
  for (let index = 0; index < events.length; index += 1) {
    const event = events[index] as number;
    const metrics = actions.ofEntry.get(action[event] as number)?.additive ?? [];
    metrics.forEach(({ metric, adds }, share) => {
      amounts[index * amountsPerEvent + share] =
        adds === 'one' ? 1 : (engagedSeconds[event] as number);
      const at = index * cellsPerEvent + share * cellsPerAmount;
      fillCells(cells, at, { context, pairs, event, metric });
    });
  }
  return { cells, cellsPerEvent, amounts, amountsPerEvent };
}

/** The cells that one event adds one metric to: `$all`, each segment's value, each breakdown's. */
function fillCells(
  cells: Uint32Array,
  at: number,
  event: { context: Context; pairs: PairIds; event: number; metric: number },
): void {
  const { segmentFrom, breakdownFrom } = event.context.slots;
  const { segments, breakdowns } = event.context.table.columns;
  cells[at] = event.pairs.idOf(0, event.metric) + 1;
  for (let s = 0; s < segmentFrom.length; s += 1) {
    const slot = (segmentFrom[s] as number) + (segments[s]?.[event.event] as number);
    cells[at + 1 + s] = event.pairs.idOf(slot, event.metric) + 1;
  }
  const breakdownAt = at + 1 + segmentFrom.length;
  for (let b = 0; b < breakdownFrom.length; b += 1) {
    const entry = breakdowns[b]?.[event.event] as number;
    if (entry === absent) continue;
    const slot = (breakdownFrom[b] as number) + entry;
    cells[breakdownAt + b] = event.pairs.idOf(slot, event.metric) + 1;
  }
}

function maskFacts({ table, events, slots }: Context): Pick<PeriodFacts, 'masks' | 'maskWords'> {
  const { segments } = table.columns;
  const maskWords = Math.ceil(slots.segmentSlots / 32);
  const masks = new Uint32Array(events.length * maskWords);
  for (let index = 0; index < events.length; index += 1) {
    const event = events[index] as number;
    const at = index * maskWords;
    masks[at] = 1;
    for (let s = 0; s < slots.segmentFrom.length; s += 1) {
      const slot = (slots.segmentFrom[s] as number) + (segments[s]?.[event] as number);
      const word = at + (slot >>> 5);
      masks[word] = (masks[word] as number) | (1 << (slot & 31));
    }
  }
  return { masks, maskWords };
}

function memberFacts({
  table,
  events,
  actions,
}: Context): Pick<PeriodFacts, 'visitors' | 'sessions' | 'visitorBits' | 'sessionBits'> {
  const { columns } = table;
  const visitorBits = new Uint8Array(events.length);
  const sessionBits = new Uint8Array(events.length);
  for (let index = 0; index < events.length; index += 1) {
    const event = events[index] as number;
    const action = actions.ofEntry.get(columns.action[event] as number);
    visitorBits[index] = action?.visitorBits ?? 0;
    const hasSession = columns.sessionNumber[event] !== 0;
    sessionBits[index] = hasSession ? (action?.sessionBits ?? 0) : 0;
  }
  return {
    visitors: rankHashes(columns.visitor, events, () => true),
    sessions: rankHashes(columns.session, events, (e) => columns.sessionNumber[e] !== 0),
    visitorBits,
    sessionBits,
  };
}
