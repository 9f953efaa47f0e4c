/** What is wrong with a foreign file, and on which line. */
import { DataError } from '../../base/errors.ts';

export type Place = { readonly path: string; readonly line: number };

export function foreignFault({ path, line }: Place, problem: string, hint: string): DataError {
  return new DataError(`${path}:${line}: ${problem}`, { hint });
}

/** A text from a file as messages quote it: not longer than a line, without control characters. */
export function quoted(text: string): string {
  const shown = text.length > 60 ? `${text.slice(0, 59)}…` : text;
  return JSON.stringify(shown);
}
