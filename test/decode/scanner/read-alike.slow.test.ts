/** Ten million made-up lines of each format through the scanner and the plain path. */
import { expect, test } from 'vitest';
import { mutatedEvents } from './mutated-events.ts';
import { mutatedHits } from './mutated-hits.ts';
import { printedSeed, readAlike } from './read-alike.ts';

const lines = 10_000_000;

/** Half an hour on a machine that does other things too. */
const timeout = 3_600_000;

test(
  'ten million events are read alike',
  () => {
    const accepted = readAlike(mutatedEvents, { lines, seed: printedSeed('ten million events') });
    expect(accepted).toBeGreaterThan(lines / 4);
  },
  timeout,
);

test(
  'ten million hits are read alike',
  () => {
    const accepted = readAlike(mutatedHits, { lines, seed: printedSeed('ten million hits') });
    expect(accepted).toBeGreaterThan(lines / 4);
  },
  timeout,
);
