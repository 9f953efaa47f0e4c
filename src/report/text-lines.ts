/** Lines of text for a terminal: columns side by side, and sentences broken between words. */

export type Column = { readonly align: 'left' | 'right'; readonly widthMin?: number };

/** One line per row, columns two spaces apart, as wide as their widest cell. */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  indent: string,
): readonly string[] {
  const widths = columns.map(({ widthMin = 0 }, index) =>
    Math.max(widthMin, ...rows.map((row) => charsOf(row[index] ?? ''))),
  );
  return rows.map((row) => {
    const cells = columns.map(({ align }, index) => {
      const text = row[index] ?? '';
      const space = ' '.repeat((widths[index] as number) - charsOf(text));
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
    else if (charsOf(line) + 1 + charsOf(word) <= columns) line += ` ${word}`;
    else {
      lines.push(line);
      line = hanging + word;
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** Characters, not UTF-16 units. */
function charsOf(text: string): number {
  return [...text].length;
}

/** Control characters, as a name in a log may hold them, would change what a terminal shows. */
export function printableText(line: string): string {
  return line.replace(/[\p{Cc}\u{202A}-\u{202E}\u{2066}-\u{2069}]/gu, '\u{FFFD}');
}
