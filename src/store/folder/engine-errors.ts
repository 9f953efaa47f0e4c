/** What the embedded engine complains of, as errors that name the file and say what to do. */
import { textFromDay } from '../../base/calendar.ts';
import { DataError, RecountError, SystemError } from '../../base/errors.ts';
import { textFromPeriod } from '../../model/period.ts';
import type { PeriodKey } from '../../model/period.ts';
import { systemErrorFromFile } from './file-errors.ts';

/** A file could not be written. What the source of its rows threw is passed on. */
export function errorFromWriting(path: string, error: unknown): unknown {
  return error instanceof RecountError ? error : (systemErrorFromEngine(path, error) ?? error);
}

/** A file could not be read: where the machine is not to blame, the file is. */
export function errorFromReading(path: string, key: PeriodKey, error: unknown): unknown {
  const message = messageOf(error);
  const systemError = systemErrorFromEngine(path, error);
  if (systemError !== undefined) return systemError;
  const until = textFromDay(key.day + 1);
  const period = `--site ${key.site} --from ${textFromDay(key.day)} --until ${until}`;
  return new DataError(`${path} is damaged (${textFromPeriod(key)}): ${message}`, {
    hint: `restore it from a backup, or run recount rebuild ${period} --force --apply`,
    cause: error,
  });
}

function systemErrorFromEngine(path: string, error: unknown): unknown {
  const message = messageOf(error);
  if (/out of memory|failed to allocate|could not allocate/i.test(message)) {
    return new SystemError(`${path}: the embedded engine ran out of memory: ${message}`, {
      hint: 'give more with --memory',
      cause: error,
    });
  }
  const known = systemMessages.find(({ text }) => message.includes(text));
  if (known === undefined) return undefined;
  return systemErrorFromFile(path, Object.assign(new Error(message), { code: known.code }));
}

/** The engine passes on the texts of the C library, not its codes. */
const systemMessages = [
  { text: 'No space left on device', code: 'ENOSPC' },
  { text: 'Disk quota exceeded', code: 'EDQUOT' },
  { text: 'Permission denied', code: 'EACCES' },
  { text: 'Read-only file system', code: 'EROFS' },
  { text: 'Too many open files', code: 'EMFILE' },
] as const;

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0] ?? text;
}
