/** How much room a text takes on a terminal: wide letters two columns, marks upon letters none. */
import stringWidth from 'string-width';

export function displayWidth(text: string): number {
  // Most texts are plain, and as wide as they are long.
  return /^[ -~]*$/.test(text) ? text.length : stringWidth(text);
}

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Cut in the middle, between letters, to at most so many columns: `https…story-7`. */
export function cutToWidth(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  const parts = Array.from(letters.segment(text), ({ segment }) => segment);
  const head = takenUpTo(parts, Math.floor((columns - 1) / 3));
  const room = columns - 1 - displayWidth(head.join(''));
  const tail = takenUpTo(parts.slice(head.length).reverse(), room).toReversed();
  return `${head.join('')}…${tail.join('')}`;
}

function takenUpTo(parts: readonly string[], columns: number): readonly string[] {
  let [width, count] = [0, 0];
  for (const part of parts) {
    width += displayWidth(part);
    if (width > columns) break;
    count += 1;
  }
  return parts.slice(0, count);
}
