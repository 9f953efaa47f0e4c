/** The versions that go into a generation's rules are those that are installed. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { libraryVersions } from '../../src/decode/library-versions.ts';
import { referrerListsVersion } from '../../src/decode/referrer-lists.ts';

test('they are the ones of package.json', () => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { dependencies } = JSON.parse(text) as { dependencies: Record<string, string> };
  const { isbot, tldts, 'ua-parser-js': agents } = dependencies;
  expect(libraryVersions).toEqual({
    isbot,
    referrer_lists: referrerListsVersion,
    tldts,
    'ua-parser-js': agents,
  });
});
