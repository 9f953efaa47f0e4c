/** Simulated objects as texts, for tests that look at keys and lines. */
import type { SimulatedObject, Writing } from '../../src/simulate/simulated-object.ts';

export type ReadObject = {
  readonly key: string;
  /** Lines without their ends. */
  readonly lines: readonly string[];
  readonly writing: Writing;
};

export function readSimulated(objects: Iterable<SimulatedObject>): readonly ReadObject[] {
  return [...read(objects)];
}

function* read(objects: Iterable<SimulatedObject>): Generator<ReadObject> {
  for (const { key, blocks, writing } of objects) {
    const text = Buffer.concat([...blocks]).toString();
    yield { key, lines: text === '' ? [] : text.replace(/\n$/, '').split('\n'), writing };
  }
}
