/**
 * Errors that a person can act on. A message says what failed, on which object, what was expected
 * and what was found; the hint says what to do next. Bugs are asserts, bad data is a value.
 */
import type { ExitCode } from './exit-codes.ts';

export type ErrorDetails = { readonly hint?: string; readonly cause?: unknown };

export class RecountError extends Error {
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;

  constructor(message: string, exitCode: ExitCode, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.exitCode = exitCode;
    this.hint = details.hint;
  }
}

/** The call itself is wrong: a flag, a date, a file of configuration. */
export class UsageError extends RecountError {
  constructor(message: string, details?: ErrorDetails) {
    super(message, 2, details);
  }
}

/** What was read cannot be right: a damaged store file, rows out of order, a broken invariant. */
export class DataError extends RecountError {
  constructor(message: string, details?: ErrorDetails) {
    super(message, 1, details);
  }
}

/** The machine does not let us: no permission, no space, a file that is not there. */
export class SystemError extends RecountError {
  constructor(message: string, details?: ErrorDetails) {
    super(message, 1, details);
  }
}

/** A service did not answer, or not in time; the same call may succeed later. */
export class UnavailableError extends RecountError {
  constructor(message: string, details?: ErrorDetails) {
    super(message, 5, details);
  }
}

/** Another run published the same period first. */
export class ConflictError extends RecountError {
  constructor(message: string, details?: ErrorDetails) {
    super(message, 6, details);
  }
}

/** The node error code (`ENOENT`, `ENOSPC` …) of a caught value, or undefined. */
export function systemErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/**
 * The message of an error that is about one thing only, so that the others can still be looked at.
 * @throws the error itself where looking further makes no sense.
 */
export function messageOfDamage(error: unknown): string {
  if (error instanceof RecountError && !(error instanceof UnavailableError)) return error.message;
  throw error;
}
