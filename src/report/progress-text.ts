/** How far a rebuild is, in one line. */
import { bytesText, groupedText, spanText } from './number-text.ts';

export type ProgressState = {
  readonly bytes: number;
  readonly bytesDone: number;
  readonly objects: number;
  readonly objectsDone: number;
  readonly periods: number;
  readonly periodsDone: number;
  readonly elapsedMs: number;
};

/** `42%, 12.3 MiB of 29.0 MiB, 4.1 MiB/s, 3 min left, 12 of 48 objects, 1 of 3 days done`. */
export function progressText(state: ProgressState): string {
  const { bytes, bytesDone, objects, objectsDone, periods, periodsDone } = state;
  return [
    `${String(percentOf(state))}%`,
    `${bytesText(bytesDone)} of ${bytesText(bytes)}`,
    ...paceTexts(state),
    `${groupedText(objectsDone)} of ${groupedText(objects)} objects`,
    ...(periods === 0 ? [] : [`${groupedText(periodsDone)} of ${groupedText(periods)} days done`]),
  ].join(', ');
}

/** What fits beside a bar: rate, time left, days. */
export function barText(state: ProgressState): string {
  const { periods, periodsDone } = state;
  const days = periods === 0 ? [] : [`${groupedText(periodsDone)}/${groupedText(periods)} days`];
  return [`${String(percentOf(state))}%`, ...paceTexts(state), ...days].join(', ');
}

export function percentOf({ bytes, bytesDone }: ProgressState): number {
  return bytes === 0 ? 100 : Math.min(100, Math.floor((100 * bytesDone) / bytes));
}

/** Rate and time left, over the whole run so far; nothing before there is a rate. */
function paceTexts({ bytes, bytesDone, elapsedMs }: ProgressState): readonly string[] {
  if (bytesDone === 0 || elapsedMs === 0) return [];
  const bytesPerSecond = bytesDone / (elapsedMs / 1000);
  const secondsLeft = Math.max(0, bytes - bytesDone) / bytesPerSecond;
  return [`${bytesText(Math.round(bytesPerSecond))}/s`, `${spanText(secondsLeft)} left`];
}
