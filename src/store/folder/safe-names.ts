/**
 * Names of files and folders from any text. Only lower-case letters, digits and `-._` stand as
 * they are: some file systems do not tell upper from lower case, and each reserves other signs.
 */
import { bytesFromText, textFromBytes } from '../../base/bytes.ts';
import { sha256FromText } from '../../base/sha256.ts';

/** Most file systems allow 255 bytes; an ending and the mark of a partial file must still fit. */
const nameBytesMax = 180;
const digestDigits = 32;

/**
 * One name for one text: percent escapes for all other bytes and for a leading dot, `%` for the
 * empty text. A name that would be too long is cut and ends in `~` and a digest of the text.
 */
export function nameFromText(text: string): string {
  if (text === '') return '%';
  const escaped = Array.from(bytesFromText(text), escapeByte).join('');
  const name = escaped.startsWith('.') ? `%2e${escaped.slice(1)}` : escaped;
  if (name.length <= nameBytesMax) return name;
  const digest = sha256FromText(text).slice(0, digestDigits);
  return `${name.slice(0, nameBytesMax - digestDigits - 1)}~${digest}`;
}

/** The text of a name; undefined where it was cut or is none of `nameFromText`. */
export function textFromName(name: string): string | undefined {
  if (name === '%') return '';
  if (!/^(?:[a-z0-9._-]|%[0-9a-f]{2})+$/.test(name)) return undefined;
  const bytes = [...name.matchAll(/%([0-9a-f]{2})|(.)/g)].map(([, escaped, plain]) =>
    escaped === undefined ? (plain ?? '').charCodeAt(0) : parseInt(escaped, 16),
  );
  return textFromBytes(Uint8Array.from(bytes));
}

function escapeByte(byte: number): string {
  const sign = String.fromCharCode(byte);
  return /[a-z0-9._-]/.test(sign) ? sign : `%${byte.toString(16).padStart(2, '0')}`;
}
