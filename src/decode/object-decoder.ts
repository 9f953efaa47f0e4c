/**
 * Bytes of one object in, batches of accepted events and a tally of every line out: the plain
 * path, by which faster ones are tested.
 */
import { daySeconds, textFromDay } from '../base/calendar.ts';
import { UsageError } from '../base/errors.ts';
import type { AcceptanceRules } from './acceptance.ts';
import { acceptedSite, acceptLine } from './acceptance.ts';
import { BatchBuilder } from './batch-builder.ts';
import { formatChooser, isBlank } from './choose-format.ts';
import type {
  DecodeRequest,
  DecodeSink,
  DecodeSite,
  ObjectDecoder,
  ObjectPlace,
} from './decode.ts';
import { LineSplitter } from './line-splitter.ts';
import type { LineFormat } from './log-line.ts';
import type { RefusedOutcome } from './object-tally.ts';
import { ObjectTallyBuilder } from './object-tally.ts';
import { createRobotTest } from './robots.ts';
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
export function createDecoder({ sites, format }: DecodeRequest): Decoder {
  for (const site of sites) checkPeriods(site);
  const accepted = sites.map(acceptedSite);
  const rules: AcceptanceRules = {
    sites: new Map(accepted.map((site) => [sites[site.index]!.rules.site, site])),
    isRobot: createRobotTest(),
  };
  const segmentColumns = Math.max(0, ...accepted.map(({ segments }) => segments.length));
  const formatOf = formatChooser(format);
  const hasher = new TextHasher();
  return {
    decodeObject: (place, sink) => {
      const batches = new BatchBuilder({ segmentColumns, hasher, emit: (b) => sink.batch(b) });
      return decodeLines({ formatOf, rules, batches }, place, sink);
    },
  };
}

type LineReading = {
  readonly formatOf: (line: string) => LineFormat | undefined;
  readonly rules: AcceptanceRules;
  readonly batches: BatchBuilder;
};

function decodeLines(
  { formatOf, rules, batches }: LineReading,
  { ordinal, range }: ObjectPlace,
  sink: DecodeSink,
): ObjectDecoder {
  const tally = new ObjectTallyBuilder();
  const surroundings = { ordinal, range, tally };
  const refuse = (outcome: RefusedOutcome, line?: string): void => {
    tally.addRefused(outcome);
    sink.rejected?.(tally.line, outcome, line);
  };
  const splitter = new LineSplitter({
    text: (line) => {
      tally.beginLine();
      if (isBlank(line)) return refuse('blank', line);
      const format = formatOf(line);
      const result =
        format === undefined ? 'malformed' : acceptLine(line, format, rules, surroundings);
      if (typeof result === 'string') return refuse(result, line);
      tally.addAccepted();
      batches.add(result);
      sink.accepted?.(result);
    },
    refused: (outcome) => {
      tally.beginLine();
      refuse(outcome);
    },
  });
  return {
    push: (bytes) => splitter.push(bytes),
    finish: () => {
      splitter.finish();
      batches.flush();
      return tally.finish();
    },
  };
}

function checkPeriods({ rules, periods }: DecodeSite): void {
  for (const day of periods.keys()) {
    if (day >= days.first && day <= days.last) continue;
    throw new UsageError(`${textFromDay(day)} of ${rules.site} is no day that events are kept of`, {
      hint: `days from ${textFromDay(days.first)} to ${textFromDay(days.last)} can be derived`,
    });
  }
}
