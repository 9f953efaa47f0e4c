/**
 * Objects in their order, each with its bytes, while those that follow are fetched already: what
 * the way to an archive costs is waited for once, not with every object.
 */
import type { Archive, ArchiveObject } from './archive.ts';

export type ReadAheadLimits = {
  /** Objects that are fetched before their turn. */
  readonly objectsMax: number;
  /** Their bytes. What alone is larger is read when its turn comes. */
  readonly bytesMax: number;
};

/**
 * 16 hide a latency of 20 ms behind objects that take 2 ms to decode (measured). 16 MiB are small
 * beside the memory that a run may take, and more than the objects of an hour usually have.
 */
export const defaultReadAhead: ReadAheadLimits = { objectsMax: 16, bytesMax: 16 * 1024 ** 2 };

export type ObjectAhead<Listed extends ArchiveObject> = {
  readonly object: Listed;
  /** As `Archive.open` gives them, and with its errors; to be read once. */
  readonly pieces: AsyncIterable<Uint8Array>;
};

export type ReadAheadSource<Listed extends ArchiveObject> = {
  readonly archive: Archive;
  readonly objects: Iterable<Listed> | AsyncIterable<Listed>;
  readonly signal: AbortSignal;
  readonly limits?: ReadAheadLimits;
};

type Waiting<Listed> = { readonly object: Listed; readonly fetched?: Promise<Uint8Array[]> };

/**
 * Memory: `bytesMax` and the objects that were given and are still read, which may go on after its
 * end. Left before its end, it gives up what is still on its way.
 * @throws what the listing throws.
 */
export async function* readAhead<Listed extends ArchiveObject>(
  source: ReadAheadSource<Listed>,
): AsyncGenerator<ObjectAhead<Listed>, void, undefined> {
  const stop = new AbortController();
  const abort = AbortSignal.any([source.signal, stop.signal]);
  const listing = listed(source.objects);
  const line = new WaitingLine({ ...source, listing, abort });
  let isAtEnd = false;
  try {
    for (;;) {
      await line.fill();
      const next = line.take();
      isAtEnd = next === undefined;
      if (next === undefined) return;
      yield next;
    }
  } finally {
    if (!isAtEnd) stop.abort();
    await listing.return(undefined);
  }
}

type LineSource<Listed extends ArchiveObject> = Omit<ReadAheadSource<Listed>, 'objects'> & {
  readonly listing: AsyncGenerator<Listed, void, undefined>;
  readonly abort: AbortSignal;
};

/** The objects whose turn is next, and their bytes as far as they are fetched. */
class WaitingLine<Listed extends ArchiveObject> {
  readonly #source: LineSource<Listed>;
  readonly #limits: ReadAheadLimits;
  readonly #waiting: Waiting<Listed>[] = [];
  /** Fetched before their turn, or to be. */
  #bytes = 0;
  /** Listed, and too much for now. */
  #held: Listed | undefined;

  constructor(source: LineSource<Listed>) {
    this.#source = source;
    this.#limits = source.limits ?? defaultReadAhead;
  }

  /** Takes on objects up to the limits, at least one. */
  async fill(): Promise<void> {
    while (this.#waiting.length <= this.#limits.objectsMax) {
      const object = this.#held ?? (await this.#source.listing.next()).value;
      if (object === undefined) return;
      this.#held = this.#hasRoomFor(object) ? undefined : object;
      if (this.#held !== undefined) return;
      this.#add(object);
    }
  }

  take(): ObjectAhead<Listed> | undefined {
    const first = this.#waiting.shift();
    if (first === undefined) return undefined;
    const { object, fetched } = first;
    const { archive, abort } = this.#source;
    if (fetched !== undefined) this.#bytes -= object.bytes;
    return { object, pieces: fetched === undefined ? archive.open(object, abort) : given(fetched) };
  }

  #hasRoomFor({ bytes }: Listed): boolean {
    const { bytesMax } = this.#limits;
    return this.#waiting.length === 0 || bytes > bytesMax || this.#bytes + bytes <= bytesMax;
  }

  #add(object: Listed): void {
    const { archive, abort } = this.#source;
    if (object.bytes > this.#limits.bytesMax) {
      this.#waiting.push({ object });
      return;
    }
    this.#bytes += object.bytes;
    const fetched = fetchPieces(archive.open(object, abort));
    // Told when its turn comes; until then nobody waits for it.
    fetched.catch(() => undefined);
    this.#waiting.push({ object, fetched });
  }
}

async function* listed<Listed>(
  objects: Iterable<Listed> | AsyncIterable<Listed>,
): AsyncGenerator<Listed, void, undefined> {
  yield* objects;
}

async function fetchPieces(source: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  return pieces;
}

async function* given(
  fetched: Promise<readonly Uint8Array[]>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield* await fetched;
}
