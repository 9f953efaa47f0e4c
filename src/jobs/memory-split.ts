/** How the memory that a run may take is shared out. */

export type MemoryShares = {
  /** Events of open periods; while one is derived, as much again is needed. */
  readonly eventBytesMax: number;
  /** The embedded engine of folder stores, for each of them. */
  readonly engineBytesMax: number;
  /** Threads that decode beside the main one. */
  readonly workers: number;
};

const mebibyte = 1024 ** 2;

/**
 * Node itself, its buffers and the code: what a run takes before it holds any event. Measured on
 * a million lean events: 277 MB at the peak with 24 MiB of events and an engine of 64 MiB. With 200
 * in its place, ten million events of one day, 124 MiB of them held, took 539 MiB of 512.
 */
const baseBytes = 240 * mebibyte;

/**
 * What a byte of events takes in all: as much again while a period is derived, and what the
 * allocator cannot use between many small arrays. Fifty million events of five days and two threads
 * took 2,447 MiB of 2,048 with 2 in its place, and with 2.7, written into a store, 2,061.
 */
const bytesOfEventByte = 3;

/** Below it nothing useful could be done. */
export const memoryBytesMin = 320 * mebibyte;

/**
 * A thread with its scanner, caches and garbage, and the batches and pieces on their way. With 48
 * in its place, and twice as much on its way, ten million events of one day and two threads took
 * 564 MiB of 512; with this they take 467.
 */
const workerBytes = 64 * mebibyte;

/** Part of the memory that threads may take where their number was not given (chosen). */
const workersShare = 1 / 4;

/** Threads where their number was not given: one for each core, none beside a single core. */
export function workersForCores(memoryBytes: number, cores: number): number {
  if (cores <= 1) return 0;
  return Math.min(cores, Math.floor((memoryBytes * workersShare) / workerBytes));
}

/** The least memory that so many threads may be asked for with. */
export function memoryBytesMinWith(workers: number): number {
  return memoryBytesMin + workers * workerBytes;
}

/**
 * @param memoryBytes peak resident size of the whole process, at least `memoryBytesMinWith` these
 * workers.
 */
export function splitMemory(memoryBytes: number, stores: number, workers = 0): MemoryShares {
  const engineBytesMax = Math.floor(Math.max(64 * mebibyte, memoryBytes / 8) / Math.max(1, stores));
  const taken = baseBytes + engineBytesMax * stores + workerBytes * workers;
  const eventBytesMax = Math.max(
    16 * mebibyte,
    Math.floor((memoryBytes - taken) / bytesOfEventByte),
  );
  return { eventBytesMax, engineBytesMax, workers };
}
