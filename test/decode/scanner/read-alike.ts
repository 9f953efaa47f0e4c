/** Many made-up lines, held against the plain path under several sets of rules. */
import { ZoneClock } from '../../../src/base/zone-clock.ts';
import type { DecodeRequest, InputFormat } from '../../../src/decode/decode.ts';
import { Random } from '../../../src/simulate/random.ts';
import { defaultSimulation } from '../../../src/simulate/simulate-options.ts';
import { DecoderPair } from './compare-decoders.ts';
import { ruledSite } from './hold-against-plain.ts';

/** Fewer than a batch holds, so that both paths end their batches at the same line. */
const linesPerObject = 4000;

const allTime = { from: 0, until: 2 ** 32 };
const { fromDay } = defaultSimulation;
const days = [fromDay - 1, fromDay, fromDay + 1, 20_519, 20_520, 20_521];

/** With rules of their own and without. */
const requests: readonly DecodeRequest[] = (['auto', 'dpl', 'pixel', 'auto'] as const).map(
  (format, index) => requestFor(format, index % 2 === 1 ? ruledSite : {}),
);

function requestFor(format: InputFormat, own: typeof ruledSite): DecodeRequest {
  return {
    format,
    sites: defaultSimulation.sites.map(({ site, zone }) => ({
      clock: new ZoneClock(zone),
      periods: new Map(days.map((day) => [day, allTime])),
      rules: {
        ...{ rulesVersion: 1, site, zone, transitions: [] },
        ownSegments: own.ownSegments ?? [],
        exclusions: own.exclusions ?? [],
        ...{ earlySeconds: 3600, lateSeconds: 21_600, libraries: {} },
      },
    })),
  };
}

export type LineMaker = (random: Random) => () => Buffer;

/**
 * @returns how many of `lines` were accepted by both.
 * @throws Error with seed, object and difference where the paths differ.
 */
export function readAlike(
  make: LineMaker,
  { lines, seed }: { lines: number; seed: number },
): number {
  const random = new Random(seed);
  const nextLine = make(random);
  const pairs = requests.map((request) => new DecoderPair(request));
  let accepted = 0;
  for (let done = 0; done < lines; done += linesPerObject) {
    const object = objectOf(nextLine, random);
    const pieces = random.chance(0.05) ? [1 + random.below(5000), 700, 64] : [1_048_576];
    // The first request of all formats is the usual one.
    const pair = pairs[random.chance(0.7) ? 0 : random.below(pairs.length)] as DecoderPair;
    const result = pair.compare(object, pieces);
    if (typeof result === 'string') {
      throw new Error(`seed ${seed}, lines from ${done}: ${result}`);
    }
    accepted += result;
  }
  return accepted;
}

function objectOf(nextLine: () => Buffer, random: Random): Buffer {
  const parts: Buffer[] = [];
  for (let line = 0; line < linesPerObject; line += 1) {
    parts.push(nextLine(), lineEnds[random.chance(0.02) ? 1 : 0] as Buffer);
  }
  return Buffer.concat(parts);
}

const lineEnds = [Buffer.from('\n'), Buffer.from('\r\n')];

/** A seed that was not used before; it is printed, so that a failure can be had again. */
export function printedSeed(name: string): number {
  const seed = Math.floor(Math.random() * 2 ** 32);
  process.stdout.write(`${name}: seed ${seed}\n`);
  return seed;
}
