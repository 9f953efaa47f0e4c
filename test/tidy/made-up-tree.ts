/** Small trees, made up to break a rule. */
import { checkTree } from './check-tree.ts';
import { textFromFinding } from './finding.ts';

/** What the checker says of a tree that has these files and no others. */
export function faultsOf(files: Readonly<Record<string, string>>): string[] {
  const tree = Object.entries(files).map(([path, text]) => ({ path, text }));
  return checkTree(tree).map(textFromFinding);
}

/** A script with the comment every file begins with; the given lines start on line 2. */
export function script(...lines: readonly string[]): string {
  return ['/** A made-up file. */', ...lines, ''].join('\n');
}

/** A script that exports something and imports nothing. */
export const empty = script('export const nothing = 0;');
