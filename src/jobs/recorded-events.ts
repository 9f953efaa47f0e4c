/**
 * The events around one period on the spill space, read once and taken as often as wanted: every
 * hypothesis about the period chooses among them.
 */
import { readAhead } from '../archive/read-ahead.ts';
import type { PlacedObject } from '../archive/read-window.ts';
import type { SpillRange } from '../base/spill-records.ts';
import type { SpillFile } from '../base/spill-space.ts';
import { createDecoder, type Decoder } from '../decode/object-decoder.ts';
import { readEventBatch, writeEventBatch } from '../model/event-batch-bytes.ts';
import type { EventBatch } from '../model/event-batch.ts';
import { libraryVersions } from '../decode/library-versions.ts';
import type { DerivePorts, DeriveRequest } from './derive-types.ts';
import type { EventLayer, HypothesisCase } from './hypotheses.ts';
import { readObject } from './read-object.ts';
import { rulesOfSite } from './rules-of-site.ts';

/** Part of the event budget that the batches of an unproven object may take. */
const heldShare = 1 / 4;

export class RecordedEvents {
  readonly #file: SpillFile;
  /** Batches by layer and key of the object. */
  readonly #ranges = new Map<string, readonly SpillRange[]>();

  constructor(file: SpillFile) {
    this.#file = file;
  }

  add(layer: EventLayer, key: string, batches: Iterable<EventBatch>): void {
    const ranges: SpillRange[] = [];
    for (const batch of batches) ranges.push(writeEventBatch(this.#file, batch));
    this.#ranges.set(`${layer} ${key}`, ranges);
  }

  /** The events of an object, in line order; none where it was not read in that layer. */
  *batches(layer: EventLayer, key: string): Generator<EventBatch, void, undefined> {
    for (const range of this.#ranges.get(`${layer} ${key}`) ?? []) {
      yield readEventBatch(this.#file, range);
    }
  }

  drop(): void {
    this.#file.drop();
  }
}

/**
 * By the rules, all objects that a hypothesis may read; with other rules, those of the period.
 * @returns why it cannot be done where an object cannot be read whole.
 */
export async function recordEvents(
  ports: Pick<DerivePorts, 'archive' | 'spill' | 'signal'>,
  request: DeriveRequest,
  given: HypothesisCase,
): Promise<RecordedEvents | string> {
  const recorded = new RecordedEvents(ports.spill.create());
  const layers: readonly [EventLayer, readonly PlacedObject[]][] = [
    ['by_rules', given.objects],
    ['with_robots', given.period.objects],
    ['without_exclusions', given.site.exclusions.length === 0 ? [] : given.period.objects],
  ];
  for (const [layer, objects] of layers) {
    const decoder = decoderOfLayer(layer, request, given);
    for await (const { object, pieces } of readAhead({ ...ports, objects })) {
      ports.signal.throwIfAborted();
      const read = await readObject({
        ...ports,
        object,
        pieces,
        decoder: (sink) => {
          const ordinal = given.objects.findIndex(({ key }) => key === object.key);
          return decoder.decodeObject({ ordinal, range: object.range }, sink);
        },
        heldBytesMax: (request.eventBytesMax ?? Infinity) * heldShare,
        onBytes: () => undefined,
        lines: undefined,
      });
      if (read.kind === 'rejected') {
        recorded.drop();
        return read.error.message;
      }
      recorded.add(layer, object.key, read.batches.take());
    }
  }
  return recorded;
}

/** The days beside are taken too: another edge of the day moves events between them. */
function decoderOfLayer(
  layer: EventLayer,
  request: DeriveRequest,
  { site, period, erasure }: HypothesisCase,
): Decoder {
  const { rules } = rulesOfSite(site, period.day, libraryVersions);
  const everything = { from: -Infinity, until: Infinity };
  const days = [period.day - 1, period.day, period.day + 1];
  return createDecoder({
    format: request.inputFormat,
    robots: layer === 'with_robots' ? 'counted' : 'refused',
    sites: [
      {
        rules: layer === 'without_exclusions' ? { ...rules, exclusions: [] } : rules,
        clock: site.clock,
        periods: new Map(days.map((day) => [day, everything])),
        erasure,
      },
    ],
  });
}
