/** Reading and aggregation of one run: objects in, in archive order; derived periods out. */
import { Aggregator } from '../aggregate/aggregator.ts';
import type { DerivedPeriod, LinePlace } from '../aggregate/derived-period.ts';
import type { TimeRange } from '../base/zone-clock.ts';
import type { DecodeRequest, DecodeSink, DecodeSite } from '../decode/decode.ts';
import { checkDecodeRequest, createDecoder } from '../decode/object-decoder.ts';
import type { InputObject } from '../model/input-set.ts';
import { LedgerBook } from './ledger-book.ts';
import type { ObjectAhead } from '../archive/read-ahead.ts';
import type { PlacedObject } from '../archive/read-window.ts';
import type { DerivePorts, DeriveRequest } from './derive-types.ts';
import type { PreparedPeriod } from './prepare-periods.ts';
import { readObject } from './read-object.ts';
import { RefusedLines } from './refused-lines.ts';
import type { ObjectResult } from './rebuild-types.ts';
import { rowShapeOfSite } from './row-shape-of-site.ts';
import { rulesOfSite } from './rules-of-site.ts';
import { readInWorkers, type WorkerRead } from './workers/read-in-workers.ts';

/** Part of the event budget that the batches of an unproven object may take. */
const heldShare = 1 / 4;

/** Periods to be derived, and all objects of their windows, ascending by key. */
type DerivedFrom = {
  readonly periods: readonly PreparedPeriod[];
  readonly objects: readonly PlacedObject[];
};

export class Derivation {
  readonly book = new LedgerBook();
  readonly #ports: DerivePorts;
  readonly #request: DeriveRequest;
  readonly #objects: readonly PlacedObject[];
  readonly #ordinals: ReadonlyMap<string, number>;
  readonly #decoding: DecodeRequest;
  readonly #aggregator: Aggregator;
  readonly #inputs = new Map<string, InputObject>();
  readonly #rejected = new Map<string, string>();
  #objectsRead = 0;

  constructor(ports: DerivePorts, request: DeriveRequest, { periods, objects }: DerivedFrom) {
    this.#ports = ports;
    this.#request = request;
    this.#objects = objects;
    this.#ordinals = new Map(objects.map(({ key }, ordinal) => [key, ordinal]));
    const sites = decodeSites(request, periods);
    this.#decoding = { sites, format: request.inputFormat };
    checkDecodeRequest(this.#decoding);
    const { eventBytesMax } = request;
    this.#aggregator = new Aggregator({
      shapes: request.sites.map((_, siteIndex) => rowShapeOfSite(request, siteIndex)),
      ...(eventBytesMax !== undefined && { spill: { space: ports.spill, eventBytesMax } }),
    });
  }

  /**
   * Reads the objects, which come in archive order; the events of each are in before it is given
   * back. Left before its end, it leaves nothing behind.
   */
  async *readObjects(
    ahead: AsyncIterable<ObjectAhead<PlacedObject>>,
  ): AsyncGenerator<ObjectResult, void, undefined> {
    for await (const read of this.#reads(ahead)) {
      yield this.#take(read);
    }
  }

  /** By worker threads where they are wanted, except for whoever looks at the lines themselves. */
  #reads(
    ahead: AsyncIterable<ObjectAhead<PlacedObject>>,
  ): AsyncGenerator<WorkerRead, void, undefined> {
    const { archive, spill, observer, watch, workerScript } = this.#ports;
    const { workers = 0, eventBytesMax = Infinity } = this.#request;
    if (workers === 0 || watch !== undefined) return this.#readInline(ahead);
    return readInWorkers(ahead, {
      archive,
      spill,
      workers,
      decode: this.#decoding,
      areRefusedListed: observer.lineRefused !== undefined,
      heldBytesMax: eventBytesMax * heldShare,
      ordinalOf: (object) => this.#ordinalOf(object),
      onBytes: (count) => observer.progress?.(count),
      ...(workerScript !== undefined && { script: workerScript }),
    });
  }

  async *#readInline(
    ahead: AsyncIterable<ObjectAhead<PlacedObject>>,
  ): AsyncGenerator<WorkerRead, void, undefined> {
    const { archive, spill, observer, watch } = this.#ports;
    const decoder = createDecoder(this.#decoding);
    for await (const { object, pieces } of ahead) {
      const refused = new RefusedLines();
      const ordinal = this.#ordinalOf(object);
      watch?.beginObject(object, ordinal);
      const read = await readObject({
        archive,
        object,
        pieces,
        decoder: (sink) => decoder.decodeObject({ ordinal, range: object.range }, sink),
        spill,
        heldBytesMax: (this.#request.eventBytesMax ?? Infinity) * heldShare,
        onBytes: (count) => observer.progress?.(count),
        lines: linesOf(this.#ports, refused),
      });
      watch?.endObject(read.kind === 'whole');
      yield { object, read, refused };
    }
  }

  #take({ object, read, refused }: WorkerRead): ObjectResult {
    const { observer } = this.#ports;
    const { key, bytes, identity, range } = object;
    this.#objectsRead = this.#ordinalOf(object) + 1;
    if (read.kind === 'rejected') {
      const { fault, message } = read.error;
      this.#rejected.set(key, message);
      return { key, bytes, lines: 0, rejected: { fault, message } };
    }
    for (const batch of read.batches.take()) {
      observer.eventsRead?.(key, batch);
      this.#aggregator.add(batch);
    }
    this.book.addObject(read.tally);
    for (const line of refused.lines()) observer.lineRefused?.({ object: key, ...line });
    const { lines } = read.tally;
    this.#inputs.set(key, { key, bytes, content: read.content, identity, range, lines });
    return { key, bytes, lines, rejected: null };
  }

  #ordinalOf({ key }: PlacedObject): number {
    return this.#ordinals.get(key) ?? 0;
  }

  /** True once an object of its window was read. */
  isBegun({ objects }: PreparedPeriod): boolean {
    const [first] = objects;
    return first !== undefined && (this.#ordinals.get(first.key) ?? Infinity) < this.#objectsRead;
  }

  isWholeWindowRead({ objects }: PreparedPeriod): boolean {
    const last = objects[objects.length - 1];
    return last !== undefined && (this.#ordinals.get(last.key) ?? Infinity) < this.#objectsRead;
  }

  /** The numbers of a period whose window was read; its events are forgotten. */
  derive({ siteIndex, day }: PreparedPeriod): DerivedPeriod {
    const derived = this.#aggregator.finish({ site: siteIndex, day });
    if (this.#ports.observer.lineRefused !== undefined)
      this.#reportCopies(derived.duplicateLines());
    return derived;
  }

  inputsOf({ objects }: PreparedPeriod): readonly InputObject[] {
    return objects.flatMap(({ key }) => this.#inputs.get(key) ?? []);
  }

  rejectedOf({ objects }: PreparedPeriod): readonly string[] {
    return objects.flatMap(({ key }) => this.#rejected.get(key) ?? []);
  }

  #reportCopies(lines: Iterable<LinePlace>): void {
    for (const { object, line } of lines) {
      const { key } = this.#objects[object] as PlacedObject;
      this.#ports.observer.lineRefused?.({ object: key, line, outcome: 'duplicate' });
    }
  }
}

/** Who looks at single lines, if anyone does: nothing is called for nothing. */
function linesOf(
  { observer, watch }: DerivePorts,
  refused: RefusedLines,
): Omit<DecodeSink, 'batch'> | undefined {
  if (observer.lineRefused === undefined && watch === undefined) return undefined;
  return {
    rejected(line, outcome, text) {
      if (observer.lineRefused !== undefined) refused.add(line, outcome);
      watch?.rejected(line, outcome, text);
    },
    ...(watch !== undefined && { accepted: (event) => watch.accepted(event) }),
  };
}

function decodeSites(
  request: DeriveRequest,
  periods: readonly PreparedPeriod[],
): readonly DecodeSite[] {
  return request.sites.map((site, siteIndex) => {
    const own = periods.filter((p) => p.siteIndex === siteIndex);
    const { rules } = own[0]?.rules ?? rulesOfSite(site, request.fromDay, {});
    const windows = own.map(({ day, window }): [number, TimeRange] => [day, window]);
    const erasure = own[0]?.barriers.erasure;
    return { rules, clock: site.clock, periods: new Map(windows), erasure };
  });
}
