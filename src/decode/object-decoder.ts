/** Bytes of one object in, batches of accepted events and a tally of every line out. */
import { daySeconds, textFromDay } from '../base/calendar.ts';
import { UsageError } from '../base/errors.ts';
import { acceptedSite } from './acceptance.ts';
import { BatchArea } from './batch-area.ts';
import type {
  DecodeRequest,
  DecodeSink,
  DecodeSite,
  ObjectDecoder,
  ObjectPlace,
} from './decode.ts';
import { fieldsOfRules } from './own-rules.ts';
import { decodePlainly, type DecoderSetup } from './plain-decoder.ts';
import { createRobotTest } from './robots.ts';
import { scannedFields } from './scanner/dpl-scan-fields.ts';
import { ObjectScanner } from './scanner/object-scanner.ts';
import { TextHasher } from './text-hasher.ts';

export type Decoder = {
  /** Objects may be decoded one after another or by turns. */
  decodeObject(place: ObjectPlace, sink: DecodeSink): ObjectDecoder;
};

/** Days whose every instant a batch can hold as 32 bits of seconds, in any zone. */
const days = { first: 1, last: Math.floor(2 ** 32 / daySeconds) - 2 };

/**
 * What it learns about agents, referrers and addresses is kept from object to object, in bounded
 * caches.
 * @throws UsageError if an exclusion's range of addresses cannot be read, or a period lies before
 * 1970 or after 2106.
 */
export function createDecoder(request: DecodeRequest): Decoder {
  const setup = decoderSetup(request);
  const fields =
    request.robots === 'counted' ? undefined : scannedFields(...fieldsOfSites(request));
  if (fields === undefined) return plainDecoder(setup);
  const scanner = new ObjectScanner(setup, fields);
  const plain = plainDecoder(setup);
  return {
    decodeObject: (place, sink) =>
      // Whoever wants to see accepted lines themselves wants them taken apart.
      sink.accepted === undefined
        ? scanner.decodeObject(place, sink)
        : plain.decodeObject(place, sink),
  };
}

/** The plain path alone: slower, and the definition of what every line is. */
export function createPlainDecoder(request: DecodeRequest): Decoder {
  return plainDecoder(decoderSetup(request));
}

/**
 * What `createDecoder` refuses, found without making a decoder.
 * @throws UsageError as `createDecoder` does.
 */
export function checkDecodeRequest({ sites }: Pick<DecodeRequest, 'sites'>): void {
  for (const site of sites) {
    checkPeriods(site);
    acceptedSite(site, 0);
  }
}

function plainDecoder(setup: DecoderSetup): Decoder {
  const filled = { ...setup, area: new BatchArea(setup.segmentColumns) };
  return { decodeObject: (place, sink) => decodePlainly(filled, place, sink) };
}

function decoderSetup({ sites, format, robots }: DecodeRequest): DecoderSetup {
  for (const site of sites) checkPeriods(site);
  const accepted = sites.map(acceptedSite);
  return {
    rules: {
      sites: new Map(accepted.map((site) => [sites[site.index]!.rules.site, site])),
      isRobot: robots === 'counted' ? () => false : createRobotTest(),
    },
    sites: accepted,
    format,
    segmentColumns: Math.max(0, ...accepted.map(({ segments }) => segments.length)),
    hasher: new TextHasher(),
  };
}

function fieldsOfSites({ sites }: DecodeRequest): Parameters<typeof scannedFields> {
  const hasAddresses = sites.some(({ rules }) =>
    rules.exclusions.some(({ kind }) => kind === 'ip'),
  );
  const fields = sites.flatMap(({ rules }) => fieldsOfRules(rules));
  return [fields, hasAddresses ? 'addresses' : 'no_addresses'];
}

function checkPeriods({ rules, periods }: DecodeSite): void {
  for (const day of periods.keys()) {
    if (day >= days.first && day <= days.last) continue;
    throw new UsageError(`${textFromDay(day)} of ${rules.site} is no day that events are kept of`, {
      hint: `days from ${textFromDay(days.first)} to ${textFromDay(days.last)} can be derived`,
    });
  }
}
