/** The project keeps its own rules; that the checks bite is shown beside them, in tidy/. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { checkTree } from './tidy/check-tree.ts';
import { textFromFinding } from './tidy/finding.ts';
import { readTree } from './tidy/read-tree.ts';

test('the project keeps its own rules', () => {
  const top = fileURLToPath(new URL('..', import.meta.url));
  expect(checkTree(readTree(top)).map(textFromFinding)).toEqual([]);
});
