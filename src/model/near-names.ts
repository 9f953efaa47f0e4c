/** "Did you mean …": the known names that a misspelt one resembles. */

/** At most this many are offered. */
const nearMax = 3;

/** Known names within a third of the name's length in edits, nearest first. */
export function nearNames(name: string, known: Iterable<string>): readonly string[] {
  const editsMax = Math.max(1, Math.floor(name.length / 3));
  return [...new Set(known)]
    .map((candidate) => ({ candidate, edits: editDistance(name, candidate) }))
    .filter(({ edits }) => edits <= editsMax)
    .sort((a, b) => a.edits - b.edits || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, nearMax)
    .map(({ candidate }) => candidate);
}

/**
 * Letters replaced, removed, added, or swapped with their neighbour (optimal string alignment):
 * swapping is the most common slip of all. Two rows of the table are kept.
 */
function editDistance(a: string, b: string): number {
  let beforePrevious: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (previous[column - 1] as number) + Number(a[row - 1] !== b[column - 1]);
      const removed = (previous[column] as number) + 1;
      const isSwapped =
        row > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1] && column > 1;
      const swapped = isSwapped ? (beforePrevious[column - 2] as number) + 1 : Infinity;
      current.push(Math.min(replaced, removed, (current[column - 1] as number) + 1, swapped));
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length] as number;
}
