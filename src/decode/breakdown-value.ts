/** The value that an event has in a breakdown. */
import { breakdownValueBytesMax } from '../model/segments.ts';
import type { RequiredValues } from './event-values.ts';
import type { BreakdownName, LogLine } from './log-line.ts';
import { textFromValue } from './raw-values.ts';

const encoder = new TextEncoder();
const cutBytes = new Uint8Array(breakdownValueBytesMax);

/** Cut where it is too long; undefined where it is absent, for an absent value makes no cell. */
export function breakdownValue(
  log: LogLine,
  event: RequiredValues,
  name: BreakdownName,
): string | undefined {
  return breakdownText(log.breakdown(name, event));
}

/** The same of a value that was read already. */
export function breakdownText(value: unknown): string | undefined {
  const text = textFromValue(value);
  return text === undefined ? undefined : cutValue(text);
}

/** Cuts a value that is too long behind the last whole character that fits. */
function cutValue(text: string): string {
  // A UTF-16 unit takes three bytes at most, so that most values need not be measured.
  if (text.length * 3 <= breakdownValueBytesMax) return text;
  return text.slice(0, encoder.encodeInto(text, cutBytes).read);
}
