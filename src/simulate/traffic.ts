/** The stream of lines of all sites, in the order in which the collector would write them. */
import { combinedLine, pipedLine } from './pixel-line.ts';
import { fullLine } from './full-line.ts';
import { leanLine } from './lean-line.ts';
import type { HourPace } from './pace.ts';
import { hourSeconds } from './pace.ts';
import { Random } from './random.ts';
import type { SimulateOptions } from './simulate-options.ts';
import type { SimulatedEvent } from './visits.ts';
import { Visits } from './visits.ts';

type LineWriter = (event: SimulatedEvent, random: Random) => string;

/** Share of lines that were written before; one in a hundred arrives up to two hours late. */
const duplicateShare = 0.02;
const lateShare = 0.01;
const lateSecondsMax = 7200;

/**
 * Lines kept for copies: a random one is exchanged every so many lines. So few for small traffic,
 * and none older than this, that a copy arrives within the usual read window of its event.
 */
const keptMax = 256;
const keptEvery = 8;
const keptSecondsMax = 7200;

/** Seconds between the events of one visit: so many visits are under way at once. */
const secondsBetween = 20;
const visitsAtOnceMax = 16_384;

export class Traffic {
  readonly #random: Random;
  readonly #visits: readonly Visits[];
  readonly #write: LineWriter;
  readonly #kept: { readonly line: string; readonly writtenAt: number }[] = [];
  readonly #keptMax: number;

  constructor(options: SimulateOptions) {
    this.#random = new Random(options.seed);
    this.#write = writerOf(options);
    this.#keptMax = Math.min(keptMax, Math.ceil(options.eventsPerDay / 24 / 16) + 1);
    const shares = options.sites.reduce((sum, { share }) => sum + share, 0);
    const eventsAtOnce = (options.eventsPerDay / 86_400) * secondsBetween;
    this.#visits = options.sites.map((site, index) => {
      const atOnce = Math.ceil((eventsAtOnce * site.share) / shares);
      const random = new Random(options.seed, index + 1);
      return new Visits(site, index, Math.min(visitsAtOnceMax, Math.max(2, atOnce)), random);
    });
  }

  /** The next line, written at `writtenAt` (epoch seconds) within the hour. */
  nextLine(hour: HourPace, writtenAt: number): string {
    const random = this.#random;
    if (this.#kept.length > 0 && random.chance(duplicateShare)) {
      const copy = random.pick(this.#kept);
      if (writtenAt - copy.writtenAt <= keptSecondsMax) return copy.line;
    }
    const delay = random.chance(lateShare) ? random.below(lateSecondsMax) : random.below(4);
    const visits = this.#visits[this.#pickSite(hour)] as Visits;
    const line = this.#write(visits.next(writtenAt - delay), random);
    if (random.below(keptEvery) === 0) this.#keep(line, writtenAt);
    return line;
  }

  #keep(line: string, writtenAt: number): void {
    const isFull = this.#kept.length >= this.#keptMax;
    const slot = isFull ? this.#random.below(this.#keptMax) : this.#kept.length;
    this.#kept[slot] = { line, writtenAt };
  }

  #pickSite({ siteWeights }: HourPace): number {
    const total = siteWeights[siteWeights.length - 1] as number;
    const at = this.#random.fraction() * total;
    return siteWeights.findIndex((weight) => at < weight);
  }
}

/** Epoch second at which line `index` of an hour is written: evenly through the hour. */
export function writtenAt({ from, lines }: HourPace, index: number): number {
  return from + Math.floor((index * hourSeconds) / lines);
}

function writerOf({ format, detail }: SimulateOptions): LineWriter {
  switch (format) {
    case 'dpl':
      return detail === 'full' ? fullLine : leanLine;
    case 'pixel-piped':
      return pipedLine;
    case 'pixel-combined':
      return combinedLine;
  }
}
