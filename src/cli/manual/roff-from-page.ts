/** A page of the manual as roff, for `man`: macros of man(7) only, lines that diffs can show. */
import type { Block, ManualPage } from './manual-page.ts';

/** Columns of the source; what `man` prints is as wide as the terminal. */
const sourceColumns = 80;

export function roffFromPage(page: ManualPage, version: string): string {
  const { name, section, summary, chapters } = page;
  const words = [
    name.toUpperCase(),
    String(section),
    '',
    `recount ${version}`,
    'Manual of recount',
  ];
  return [
    '.\\" Generated: npm run man',
    `.TH ${words.map((word) => `"${word}"`).join(' ')}`,
    // Neither hyphens nor stretched spaces: names and flags stay what they are.
    '.nh',
    '.ad l',
    // No second space between sentences, which would stand only where a line of this source ends.
    '.ss 12 0',
    '.SH NAME',
    ...paragraph(`${name} - ${summary}`),
    ...chapters.flatMap(({ title: chapter, blocks }) => [
      `.SH ${chapter.toUpperCase()}`,
      ...blocks.flatMap((block, index) => {
        const lines = linesOfBlock(block);
        // A title ends a paragraph by itself.
        const isBehindTitle = index === 0 || blocks[index - 1]?.kind === 'title';
        return isBehindTitle && lines[0] === '.PP' ? lines.slice(1) : lines;
      }),
    ]),
    '',
  ].join('\n');
}

function linesOfBlock(block: Block): readonly string[] {
  switch (block.kind) {
    case 'text':
      return ['.PP', ...paragraph(block.text)];
    case 'title':
      return [`.SS ${roffText(block.text)}`];
    case 'terms':
      return block.terms.flatMap(([term, ...paragraphs]) => [
        '.TP',
        roffLine(roffText(term)),
        ...paragraphs.flatMap((text, index) => [...(index > 0 ? ['.IP'] : []), ...paragraph(text)]),
      ]);
    case 'code':
      // Not indented further: examples are as wide as the help, which has no margin.
      return ['.PP', '.nf', ...block.lines.map((line) => codeLine(line)), '.fi'];
  }
}

/** Broken between words; roff puts the words together again. */
function paragraph(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of roffText(text).split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= sourceColumns) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines.map(roffLine);
}

function roffText(text: string): string {
  return text
    .split(/(`[^`]+`|<[a-z][\w=-]*>)/)
    .map((piece) => {
      if (piece.startsWith('`')) return `\\fB${escaped(piece.slice(1, -1))}\\fP`;
      return /^<[a-z]/.test(piece) ? `\\fI${escaped(piece)}\\fP` : escaped(piece);
    })
    .join('');
}

/** An empty line would be a gap of its own kind. */
function codeLine(line: string): string {
  return line === '' ? '\\&' : roffLine(escaped(line));
}

/** Characters that roff reads as commands, or prints as others: hyphens, quotes, accents. */
const escapes: Readonly<Record<string, string>> = {
  '\\': '\\(rs',
  '-': '\\-',
  "'": '\\(aq',
  '`': '\\(ga',
  '^': '\\(ha',
  '~': '\\(ti',
  '"': '\\(dq',
};

function escaped(text: string): string {
  return text.replace(/[\\\-'`^~"]/g, (character) => escapes[character] ?? character);
}

/** A line that begins with a dot would be a request. */
function roffLine(line: string): string {
  return /^[.']/.test(line) ? `\\&${line}` : line;
}
