/** How memory is shared out between events, the engines of stores, and worker threads. */
import { expect, test } from 'vitest';
import { splitMemory, workersForCores } from '../../src/jobs/memory-split.ts';

const mebibyte = 1024 ** 2;

test.each([
  // A single core has nothing for a thread to run on.
  { cores: 1, memory: 1024, workers: 0 },
  { cores: 2, memory: 1024, workers: 2 },
  { cores: 2, memory: 512, workers: 2 },
  { cores: 2, memory: 320, workers: 1 },
  // A quarter of 1 GiB has room for four times 64 MiB.
  { cores: 64, memory: 1024, workers: 4 },
  { cores: 64, memory: 16_384, workers: 64 },
])('$cores cores and $memory MiB make $workers workers', ({ cores, memory, workers }) => {
  expect(workersForCores(memory * mebibyte, cores)).toBe(workers);
});

test('the memory of workers is taken from that of events', () => {
  const without = splitMemory(1024 * mebibyte, 1);
  const beside = splitMemory(1024 * mebibyte, 1, 2);
  // Two threads take 128 MiB, and a byte of events takes 3.
  expect(Math.round((without.eventBytesMax - beside.eventBytesMax) / mebibyte)).toBe(43);
});
