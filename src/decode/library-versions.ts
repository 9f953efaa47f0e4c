/**
 * Versions of everything outside a site's rules by which lines are classified. They are part of
 * the rules that a generation was derived under; a test holds them against package.json.
 */
import { referrerListsVersion } from './referrer-lists.ts';

export const libraryVersions: Readonly<Record<string, string>> = {
  isbot: '5.2.3',
  referrer_lists: referrerListsVersion,
  tldts: '7.5.5',
  'ua-parser-js': '1.0.41',
};
