/** The values that every event must have, checked: what is missing first, what is wrong then. */
import { metrics } from '../model/catalogue.ts';
import type { NeededValues, RequiredValues } from './event-values.ts';
import { normaliseUrl } from './normalise-url.ts';
import { isAbsent, wholeNumberFromValue } from './raw-values.ts';

/** UTF-8 bytes of a normalised url: what servers and browsers take at most. */
export const urlBytesMax = 8192;

/** UTF-8 bytes of a visitor or event id: many times those in use. */
export const idBytesMax = 1024;

const sessionNumbers = { min: 1, max: 2_147_483_647 };

/** A day: nobody is engaged longer between two heartbeats. */
const engagedTimes = { min: 0, max: 86_400 };

/** The actions whose engaged time is counted. */
const engagedActions: ReadonlySet<string> = new Set(
  metrics
    .filter(({ value }) => value === 'engaged_seconds')
    .flatMap(({ actions }) => (actions === 'any' ? [] : actions)),
);

/** @returns the values, or the first outcome that applies: `incomplete` before `invalid`. */
export function requiredFromNeeded(
  needed: NeededValues,
): RequiredValues | 'incomplete' | 'invalid' {
  const { action, visitor, id, time } = needed;
  const url = typeof needed.url === 'string' ? normaliseUrl(needed.url) : needed.url;
  const isIncomplete =
    isAbsent(action) || isAbsent(url) || isAbsent(visitor) || isAbsent(id) || time === undefined;
  if (isIncomplete) return 'incomplete';
  const areTexts =
    typeof action === 'string' &&
    isTextWithin(url, urlBytesMax) &&
    isTextWithin(visitor, idBytesMax) &&
    isTextWithin(id, idBytesMax);
  if (!areTexts) return 'invalid';
  const engagedSeconds = isEngagedAction(action)
    ? wholeNumberFromValue(needed.engagedSeconds, engagedTimes)
    : 0;
  const sessionNumber = isAbsent(needed.sessionNumber)
    ? 0
    : wholeNumberFromValue(needed.sessionNumber, sessionNumbers);
  if (engagedSeconds === undefined || sessionNumber === undefined) return 'invalid';
  return { time, action, url, visitor, id, engagedSeconds, sessionNumber };
}

export function isEngagedAction(action: string): boolean {
  return engagedActions.has(action);
}

/** What is wrong with a url, normalised where it is a text; undefined = nothing. */
export function urlFault(url: unknown): 'incomplete' | 'invalid' | undefined {
  if (isAbsent(url)) return 'incomplete';
  return isTextWithin(url, urlBytesMax) ? undefined : 'invalid';
}

function isTextWithin(value: unknown, bytesMax: number): value is string {
  if (typeof value !== 'string') return false;
  // A UTF-16 unit takes three bytes at most, so that most texts need not be measured.
  return value.length * 3 <= bytesMax || Buffer.byteLength(value) <= bytesMax;
}
