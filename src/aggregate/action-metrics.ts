/** Which metrics the actions of a period count in: looked up once per distinct action. */
import { additiveMetricsOfAction } from '../model/catalogue.ts';
import type { EventTable } from './event-table.ts';
import { distinctMetrics, type RowShape } from './row-shape.ts';

export type ActionMetrics = {
  readonly action: string;
  /** What an event adds to: the metric's number in `names`, and whether 1 or its seconds. */
  readonly additive: readonly { readonly metric: number; readonly adds: 'one' | 'seconds' }[];
  /** Bit d is set where an event counts in distinct metric d by its visitor. */
  readonly visitorBits: number;
  /** The same for those that it counts in by its session. */
  readonly sessionBits: number;
};

export type PeriodActions = {
  /** By dictionary entry of the action, one that occurs. */
  of(entry: number): ActionMetrics;
  /** Additive metrics that occur, in order of first sight. */
  readonly names: readonly string[];
  /** Most additive metrics that one action counts in; at least 1. */
  readonly additiveMax: number;
};

export function actionsOfPeriod(
  table: EventTable,
  events: Uint32Array,
  shape: RowShape,
): PeriodActions {
  const { action } = table.columns;
  const names = new Map<string, number>();
  const found: ActionMetrics[] = [];
  /** Number of the action by entry, from 1. */
  const numbers = new Uint32Array(table.dictionary.count);
  for (let index = 0; index < events.length; index += 1) {
    const entry = action[events[index] as number] as number;
    if (numbers[entry] !== 0) continue;
    numbers[entry] = found.push(metricsOfAction(table.dictionary.text(entry), shape, names));
  }
  const additiveMax = Math.max(1, ...found.map(({ additive }) => additive.length));
  const of = (entry: number): ActionMetrics => found[(numbers[entry] as number) - 1]!;
  return { of, names: [...names.keys()], additiveMax };
}

function metricsOfAction(
  action: string,
  shape: RowShape,
  names: Map<string, number>,
): ActionMetrics {
  const additive = additiveMetricsOfAction(action, shape.metrics).map(({ name, value }) => {
    const metric = names.get(name) ?? names.size;
    names.set(name, metric);
    return { metric, adds: value === 'engaged_seconds' ? 'seconds' : 'one' } as const;
  });
  const bitsOf = (wanted: string): number =>
    distinctMetrics(shape).reduce((bits, { actions, value }, index) => {
      const counts = value === wanted && (actions === 'any' || actions.includes(action));
      return counts ? bits | (1 << index) : bits;
    }, 0);
  return { action, additive, visitorBits: bitsOf('visitor'), sessionBits: bitsOf('session') };
}
