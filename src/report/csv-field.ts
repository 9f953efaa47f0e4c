/** A field of a CSV line: quoted as RFC 4180 says, and only where it must be. */

export function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
