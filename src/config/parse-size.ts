/** Sizes as people write them: `512MiB`, `1.5GiB`. */
import { parsed, wrong, type Parsed } from './parsed.ts';

const bytesPerUnit: ReadonlyMap<string, number> = new Map([
  ['b', 1],
  ['kib', 1024],
  ['mib', 1024 ** 2],
  ['gib', 1024 ** 3],
  ['tib', 1024 ** 4],
  ['kb', 1000],
  ['mb', 1000 ** 2],
  ['gb', 1000 ** 3],
  ['tb', 1000 ** 4],
]);

const hint = 'write a number and a unit (MiB, GiB), as in 512MiB or 2GiB';

/** Whole bytes, rounded down, at least 1. Units in any case; KB, MB and GB are powers of 1000. */
export function parseSize(text: string): Parsed<number> {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text);
  if (match === null) return wrong('is not a size', hint);
  const [, number = '', unit = ''] = match;
  if (unit === '') return wrong('has no unit', hint);
  const factor = bytesPerUnit.get(unit.toLowerCase());
  if (factor === undefined) return wrong(`has an unknown unit, ${unit}`, hint);
  const bytes = Math.floor(Number(number) * factor);
  if (bytes < 1 || !Number.isSafeInteger(bytes)) return wrong('is not a possible size', hint);
  return parsed(bytes);
}
