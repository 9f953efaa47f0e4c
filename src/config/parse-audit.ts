/** What audits are told: a part of all days, how far numbers may be apart. */
import { parsed, wrong, type Parsed } from './parsed.ts';

export type SamplePart = { readonly part: number; readonly parts: number };

/** A year of nights; more parts than that are no rotation any more (chosen). */
const partsMax = 366;

/** `3/7`: the third of seven parts. */
export function parseSample(text: string): Parsed<SamplePart> {
  const match = /^([0-9]+)\/([0-9]+)$/.exec(text);
  const hint = 'write the part and how many there are, as in 1/7';
  if (match === null) return wrong('is no part of a whole', hint);
  const [part, parts] = [Number(match[1]), Number(match[2])];
  if (parts < 1 || parts > partsMax) return wrong(`has not 1 to ${String(partsMax)} parts`, hint);
  if (part < 1 || part > parts) return wrong('names a part that there is not', hint);
  return parsed({ part, parts });
}

export type MetricTolerance = {
  readonly metric: string;
  readonly tolerance: { readonly kind: 'absolute' | 'share'; readonly value: number };
};

/** `visitors=1%`, `page_views=5`. */
export function parseTolerance(text: string): Parsed<MetricTolerance> {
  const match = /^(.+)=([0-9]+(?:\.[0-9]+)?)(%?)$/.exec(text);
  if (match === null) {
    return wrong(
      'is no tolerance',
      'write a metric and how far, as in visitors=1% or video_starts=5',
    );
  }
  const [, metric = '', number = '', percent = ''] = match;
  const value = Number(number);
  const tolerance =
    percent === '%'
      ? ({ kind: 'share', value: value / 100 } as const)
      : ({ kind: 'absolute', value } as const);
  return parsed({ metric, tolerance });
}
