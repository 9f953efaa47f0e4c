/** Patterns of the keys of an archive. */
import { defaultLayout, faultOfLayout } from '../model/layout-pattern.ts';
import { parsed, wrong, type Parsed } from './parsed.ts';

const hint = `name {YYYY}, {MM} and {DD} once, {HH} at most once, as in ${defaultLayout}`;

export function parseLayout(text: string): Parsed<string> {
  const fault = faultOfLayout(text);
  return fault === undefined ? parsed(text) : wrong(`is no layout of keys: ${fault}`, hint);
}
