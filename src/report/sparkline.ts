/** A series as one line of blocks: `▁▃▆█ ▂`, a space where nothing is known. */

const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/**
 * From 0 to the largest value, so that a height is an amount. A longer series than `width` is
 * shown by the means of equal stretches of it.
 */
export function sparkline(values: readonly (number | null)[], width: number): string {
  const shown = values.length <= width ? values : means(values, width);
  const largest = Math.max(0, ...shown.map((value) => value ?? 0));
  return shown
    .map((value) => {
      if (value === null) return ' ';
      const level = largest === 0 ? 0 : Math.ceil((value / largest) * blocks.length) - 1;
      return blocks[Math.max(0, level)] as string;
    })
    .join('');
}

function means(values: readonly (number | null)[], width: number): readonly (number | null)[] {
  return Array.from({ length: width }, (_, index) => {
    const from = Math.floor((index * values.length) / width);
    const until = Math.floor(((index + 1) * values.length) / width);
    const known = values.slice(from, until).filter((value) => value !== null);
    if (known.length === 0) return null;
    return known.reduce((sum, value) => sum + value, 0) / known.length;
  });
}
