/**
 * The cells that occur in a period, numbered in canonical order. The hot path counts and sorts by
 * these numbers, and row parts refer to them as entries of the dictionary of keys.
 */
import { orderOfTexts } from '../base/bytes.ts';
import { ByteDictionary } from '../model/byte-dictionary.ts';
import { allSegment, keyFromCellName, type CellName } from '../model/segments.ts';
import type { PairIds } from './pair-ids.ts';
import type { RowShape, Slots } from './row-shape.ts';

export type CellKeys = {
  /** The key of cell n is entry n; entry 0 stands for "no cell". */
  readonly keys: ByteDictionary;
  /** Cell of the id that `pairs` gave to a (slot, metric) pair. */
  readonly cellOfId: Uint32Array;
};

/** What is needed to write a pair's key out. */
export type CellNaming = {
  readonly shape: RowShape;
  readonly slots: Slots;
  /** Metric names by the metric numbers used in the pairs. */
  readonly metricNames: readonly string[];
  /** Where breakdown values stand. */
  readonly values: ByteDictionary;
};

/** Puts all pairs in canonical order: segments before breakdowns, each by the key's bytes. */
export function cellKeysFromPairs(pairs: PairIds, naming: CellNaming): CellKeys {
  const segmentIds: number[] = [];
  const breakdownIds: number[] = [];
  const words = pairs.pairs();
  const texts = Array.from({ length: pairs.count }, (_, id) => {
    const slot = words[id * 2] as number;
    (slot < naming.slots.segmentSlots ? segmentIds : breakdownIds).push(id);
    return keyFromCellName(cellName(slot, words[id * 2 + 1] as number, naming));
  });
  const keys = new ByteDictionary(pairs.count + 1);
  const cellOfId = new Uint32Array(pairs.count);
  for (const ids of [segmentIds, breakdownIds]) {
    const order = orderOfTexts(ids.map((id) => texts[id] as string));
    for (const index of order) {
      const id = ids[index] as number;
      cellOfId[id] = keys.internText(texts[id] as string);
    }
  }
  return { keys, cellOfId };
}

function cellName(slot: number, metricNumber: number, naming: CellNaming): CellName {
  const { shape, slots, metricNames, values } = naming;
  const metric = metricNames[metricNumber] as string;
  if (slot === 0) return { dimension: allSegment, value: undefined, metric };
  if (slot < slots.segmentSlots) {
    const index = slots.segmentFrom.findLastIndex((from) => from <= slot);
    const { name, values: listed } = shape.segments[index] as RowShape['segments'][number];
    return { dimension: name, value: listed[slot - (slots.segmentFrom[index] as number)], metric };
  }
  const index = slots.breakdownFrom.findLastIndex((from) => from <= slot);
  const { name } = shape.breakdowns[index] as RowShape['breakdowns'][number];
  return {
    dimension: name,
    value: values.text(slot - (slots.breakdownFrom[index] as number)),
    metric,
  };
}
