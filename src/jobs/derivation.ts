/** Reading and aggregation of one run: objects in, in archive order; derived periods out. */
import { Aggregator } from '../aggregate/aggregator.ts';
import type { DerivedPeriod, LinePlace } from '../aggregate/derived-period.ts';
import type { TimeRange } from '../base/zone-clock.ts';
import type { DecodeSink, DecodeSite } from '../decode/decode.ts';
import { createDecoder, type Decoder } from '../decode/object-decoder.ts';
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
  readonly #decoder: Decoder;
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
    this.#decoder = createDecoder({ sites, format: request.inputFormat });
    const { eventBytesMax } = request;
    this.#aggregator = new Aggregator({
      shapes: request.sites.map((_, siteIndex) => rowShapeOfSite(request, siteIndex)),
      ...(eventBytesMax !== undefined && { spill: { space: ports.spill, eventBytesMax } }),
    });
  }

  /** Reads the next object; its events are in once it is proven whole. */
  async readObject({ object, pieces }: ObjectAhead<PlacedObject>): Promise<ObjectResult> {
    const { archive, spill, observer, watch } = this.#ports;
    const { key, bytes, identity, range } = object;
    const ordinal = this.#ordinals.get(key) ?? 0;
    const refused = new RefusedLines();
    watch?.beginObject(object, ordinal);
    const read = await readObject({
      archive,
      object,
      pieces,
      decoder: (sink) => this.#decoder.decodeObject({ ordinal, range }, sink),
      spill,
      heldBytesMax: (this.#request.eventBytesMax ?? Infinity) * heldShare,
      onBytes: (count) => observer.progress?.(count),
      lines: linesOf(this.#ports, refused),
    });
    watch?.endObject(read.kind === 'whole');
    this.#objectsRead = ordinal + 1;
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
