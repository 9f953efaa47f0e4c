/** Which metrics an action counts in: looked up once per distinct action of a period. */
import { additiveMetricsOfAction } from '../model/catalogue.ts';
import { distinctMetrics, type RowShape } from './row-shape.ts';

export type ActionMetrics = {
  /** What an event adds to: the metric's number in `names`, and whether 1 or its seconds. */
  readonly additive: readonly { readonly metric: number; readonly adds: 'one' | 'seconds' }[];
  /** Bit d is set where an event counts in distinct metric d by its visitor. */
  readonly visitorBits: number;
  /** The same for those that it counts in by its session. */
  readonly sessionBits: number;
};

/** @param names numbers of the additive metrics seen so far: those of the action are added. */
export function metricsOfAction(
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
  return { additive, visitorBits: bitsOf('visitor'), sessionBits: bitsOf('session') };
}
