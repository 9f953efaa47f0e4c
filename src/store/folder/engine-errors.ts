/** What the embedded engine complains of, as errors that name the file and say what to do. */
import { textFromDay } from '../../base/calendar.ts';
import { DataError, SystemError } from '../../base/errors.ts';
import { textFromPeriod } from '../../model/period.ts';
import type { PeriodKey } from '../../model/period.ts';
import { systemErrorFromFile } from './file-errors.ts';

/** An error of the engine itself, not of what it calls. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}

/** The engine's errors are recognised by their text; others are passed on as they are. */
export function engineErrorFrom(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof EngineError) return error;
  const message = messageOfEngine(error.message);
  return message === undefined ? error : new EngineError(message, { cause: error });
}

/** A file could not be written. What the source of its rows threw is passed on. */
export function errorFromWriting(path: string, error: unknown): unknown {
  if (!(error instanceof EngineError)) return error;
  return (
    systemErrorFromEngine(path, error) ??
    new SystemError(`${path} cannot be written: ${error.message}`, {
      hint: 'see whether the disk is there and in order, then run the command again',
      cause: error,
    })
  );
}

/** A file could not be read: where the machine is not to blame, the file is. */
export function errorFromReading(path: string, key: PeriodKey, error: unknown): unknown {
  if (!(error instanceof EngineError) && !(error instanceof DataError)) return error;
  const systemError = systemErrorFromEngine(path, error);
  if (systemError !== undefined) return systemError;
  const until = textFromDay(key.day + 1);
  const period = `--site ${key.site} --from ${textFromDay(key.day)} --until ${until}`;
  return new DataError(`${path} is damaged (${textFromPeriod(key)}): ${error.message}`, {
    hint: `restore it from a backup, or run recount rebuild ${period} --force --apply`,
    cause: error,
  });
}

/** The first line: `IO Error: …` of a statement, or JSON from within a function. */
function messageOfEngine(text: string): string | undefined {
  const line = text.split('\n')[0] ?? '';
  if (/^[A-Z][A-Za-z-]*( [A-Za-z-]+)* Error: /.test(line)) return line;
  const quoted = /^\{"exception_type":.*"exception_message":("(?:[^"\\]|\\.)*")/.exec(line)?.[1];
  return quoted === undefined ? undefined : (JSON.parse(quoted) as string);
}

function systemErrorFromEngine(path: string, { message }: Error): unknown {
  if (/out of memory|failed to allocate|could not allocate/i.test(message)) {
    return new SystemError(`${path}: the embedded engine ran out of memory: ${message}`, {
      hint: 'give more with --memory',
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
