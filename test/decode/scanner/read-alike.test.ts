/** Made-up lines in numbers: the everyday share of what read-alike.slow.test.ts does. */
import { expect, test } from 'vitest';
import { mutatedEvents } from './mutated-events.ts';
import { mutatedHits } from './mutated-hits.ts';
import { printedSeed, readAlike } from './read-alike.ts';

const lines = 80_000;

test('broken events are read alike', () => {
  const accepted = readAlike(mutatedEvents, { lines, seed: printedSeed('broken events') });
  // Otherwise hardly anything but refusals was compared.
  expect(accepted).toBeGreaterThan(lines / 4);
});

test('broken hits are read alike', () => {
  const accepted = readAlike(mutatedHits, { lines, seed: printedSeed('broken hits') });
  expect(accepted).toBeGreaterThan(lines / 4);
});
