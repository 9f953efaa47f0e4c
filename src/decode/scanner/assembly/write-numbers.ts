/** Session number and engaged time of a line, as both formats write them. */
import { unread } from './fields';
import { engagedAt, sessionNumberAt } from './record';

const sessionNumberMax: i64 = 2_147_483_647;
const engagedSecondsMax: i64 = 86_400;

/** In place of a number: there is none. */
export const absentNumber: i64 = -2;

/** @returns false where one of them is there and no whole number, or out of bounds. */
export function writeNumbers(record: usize, session: i64, engaged: i64): bool {
  const hasSession = session != absentNumber;
  // No session has the number 0: the plain path says what the line is.
  if (hasSession && (session < 1 || session > sessionNumberMax)) return false;
  store<u32>(record, hasSession ? <u32>session : 0, sessionNumberAt);
  const hasEngaged = engaged != absentNumber;
  if (hasEngaged && (engaged < 0 || engaged > engagedSecondsMax)) return false;
  store<u32>(record, hasEngaged ? <u32>engaged : unread, engagedAt);
  return true;
}
