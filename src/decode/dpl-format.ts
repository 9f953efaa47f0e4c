/** Data Pipeline events, one JSON object a line. JSON.parse says what is JSON and what is not. */
import type { DplFields } from './dpl-fields.ts';
import { DplLine } from './dpl-fields.ts';
import type { LineFormat } from './log-line.ts';
import { objectFromText } from './raw-values.ts';

const openingBrace = 0x7b;

export const dplFormat: LineFormat = {
  name: 'dpl',
  recognises: (line) => firstUnit(line) === openingBrace,
  read: (line) => {
    const fields: DplFields | undefined = objectFromText(line);
    return fields === undefined ? 'malformed' : new DplLine(fields);
  },
};

/** The first unit behind space, tab and CR, which JSON allows before a value. */
function firstUnit(line: string): number {
  let at = 0;
  for (; at < line.length; at += 1) {
    const unit = line.charCodeAt(at);
    if (unit !== 0x20 && unit !== 0x09 && unit !== 0x0d) return unit;
  }
  return NaN;
}
