/** What is to be simulated: sites, span, volume, form and faults. */
import { UsageError } from '../base/errors.ts';
import { ZoneClock } from '../base/zone-clock.ts';
import type { FaultRequest } from './faults.ts';
import { lineFaultOf } from './faults.ts';

export type SimulatedSite = {
  readonly site: string;
  /** Its traffic follows the clock of this zone. */
  readonly zone: string;
  /** Pages; how often each is read follows Zipf's law. */
  readonly urls: number;
  /** Visitors that come again; new ones come besides. */
  readonly visitors: number;
  /** Its part of all traffic, relative to the shares of the other sites. */
  readonly share: number;
};

/** `pixel-piped` and `pixel-combined` are access logs of the pixel server. */
export const simulatedFormats = ['dpl', 'pixel-piped', 'pixel-combined'] as const;
export type SimulatedFormat = (typeof simulatedFormats)[number];

export type SimulateOptions = {
  /** Any whole number from 0 to 2^53 - 1; the same one gives the same bytes. */
  readonly seed: number;
  readonly sites: readonly SimulatedSite[];
  /** First UTC day of the folders, days since 1970. */
  readonly fromDay: number;
  readonly days: number;
  /** Lines of a UTC day over all sites, duplicates included, before faults. */
  readonly eventsPerDay: number;
  readonly format: SimulatedFormat;
  /** dpl: every key of the schema (3.6 KB a line) or the twelve that count most (480 bytes). */
  readonly detail: 'full' | 'lean';
  /** Folders of a UTC hour or of a UTC day. */
  readonly layout: 'hour' | 'day';
  readonly objectsPerFolder: number;
  /** Begins every key: `events/`. */
  readonly prefix: string;
  readonly faults: readonly FaultRequest[];
};

/** Two sites on either side of the date line's business hours, a hundred thousand events. */
export const defaultSimulation: SimulateOptions = {
  seed: 1,
  sites: [
    { site: 'news.example', zone: 'America/New_York', urls: 2000, visitors: 20_000, share: 3 },
    { site: 'sport.example', zone: 'Europe/Berlin', urls: 500, visitors: 5000, share: 1 },
  ],
  fromDay: 20_519,
  days: 1,
  eventsPerDay: 100_000,
  format: 'dpl',
  detail: 'lean',
  layout: 'hour',
  objectsPerFolder: 1,
  prefix: 'events/',
  faults: [],
};

/** @throws UsageError naming the first option that cannot be. */
export function checkSimulateOptions(options: SimulateOptions): void {
  const { seed, sites, days, eventsPerDay, objectsPerFolder, fromDay, format } = options;
  const whole: readonly (readonly [string, number, number])[] = [
    ['seed', seed, 0],
    ['fromDay', fromDay, 0],
    ['days', days, 1],
    ['eventsPerDay', eventsPerDay, 0],
    ['objectsPerFolder', objectsPerFolder, 1],
    ...sites.flatMap(({ site, urls, visitors }) => [
      [`urls of ${site}`, urls, 1] as const,
      [`visitors of ${site}`, visitors, 1] as const,
    ]),
  ];
  for (const [name, value, least] of whole) {
    if (Number.isSafeInteger(value) && value >= least) continue;
    throw new UsageError(`${name} is ${value}; expected a whole number from ${least}`);
  }
  if (sites.length === 0) throw new UsageError('no site is to be simulated');
  for (const { site, zone, share } of sites) {
    new ZoneClock(zone);
    if (!(share > 0)) throw new UsageError(`the share of ${site} is ${share}; expected above 0`);
  }
  for (const { name } of options.faults) {
    if (format !== 'dpl' && lineFaultOf(name)?.formats === 'dpl') {
      throw new UsageError(`the fault ${name} exists in the format dpl only, not in ${format}`);
    }
  }
}
