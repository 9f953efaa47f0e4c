/** Values as SQL writes them. */
import { bytesFromText, hexFromBytes } from '../../base/bytes.ts';
import { textFromDay } from '../../base/calendar.ts';

/** Any text, also with quotes and NUL, which would end the statement. */
export function sqlFromText(text: string): string {
  return `decode(unhex('${hexFromBytes(bytesFromText(text))}'))`;
}

/** A path, where SQL takes no expression. */
export function sqlFromPath(path: string): string {
  return `'${path.replaceAll("'", "''")}'`;
}

/** A local date from its days since 1970. */
export function sqlFromDay(day: number): string {
  return `DATE '${textFromDay(day)}'`;
}
