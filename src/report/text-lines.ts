/** Lines of text for a terminal: columns side by side, and sentences broken between words. */
import { displayWidth } from '../base/display-width.ts';

export type Column = { readonly align: 'left' | 'right'; readonly widthMin?: number };

/** One line per row, columns two spaces apart, as wide as their widest cell. */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  indent: string,
): readonly string[] {
  const widths = columns.map(({ widthMin = 0 }, index) =>
    Math.max(widthMin, ...rows.map((row) => displayWidth(row[index] ?? ''))),
  );
  return rows.map((row) => {
    const cells = columns.map(({ align }, index) => {
      const text = row[index] ?? '';
      const space = ' '.repeat((widths[index] as number) - displayWidth(text));
      return align === 'left' ? text + space : space + text;
    });
    return (indent + cells.join('  ')).trimEnd();
  });
}

/** Breaks a text between words; words longer than a line stay whole, so that they can be copied. */
export function wrappedLines(
  text: string,
  { indent, hanging = indent, columns }: { indent: string; hanging?: string; columns: number },
): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const start = lines.length === 0 ? indent : hanging;
    if (line === '') line = start + word;
    else if (displayWidth(line) + 1 + displayWidth(word) <= columns) line += ` ${word}`;
    else {
      lines.push(line);
      line = hanging + word;
    }
  }
  return line === '' ? lines : [...lines, line];
}

/**
 * As `wrappedLines`, but a command of recount with its options stays in one line, however long, and
 * so does an option with its value: broken they could not be copied.
 */
export function wrappedHint(
  text: string,
  layout: { indent: string; hanging?: string; columns: number },
): readonly string[] {
  const kept = [copiedCommand, optionAndValue].reduce((whole, pattern) => {
    return whole.replace(pattern, (words) => words.replaceAll(' ', keptBlank));
  }, text);
  return wrappedLines(kept, layout).map((line) => line.replaceAll(keptBlank, ' '));
}

/** `recount rebuild --site news.example --force`: up to its last option. */
const copiedCommand = /recount [a-z-]+( [a-z]+)?( --[^\s,;]+( [^\s,;-][^\s,;]*)?)+/g;
/** `--until 2026-03-09`. */
const optionAndValue = /--[a-z-]+ [^\s,;-][^\s,;]*/g;
/** Of the private use area: no blank, so that no line is broken there. */
const keptBlank = '\u{E000}';

/** Control characters, as a name in a log may hold them, would change what a terminal shows. */
export function printableText(line: string): string {
  return line.replace(/[\p{Cc}\u{202A}-\u{202E}\u{2066}-\u{2069}]/gu, '\u{FFFD}');
}
