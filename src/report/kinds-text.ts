/** Kinds of values in a few words: which rows, which metrics, under which segments. */
import type { ValueKind } from '../model/foreign-numbers.ts';
import { grains } from '../model/row.ts';
import { allSegment } from '../model/segments.ts';

/** Names listed one by one (chosen: a line or two). */
const namesMax = 12;

/** `1d rows of the site: page_views, visitors; by device, ref`. Lines in the order of rows. */
export function kindsTexts(kinds: readonly ValueKind[]): readonly string[] {
  return rowGroups(kinds).map(({ name, kinds: own }) => {
    const metrics = namesText(own.map(({ metric }) => metric));
    const dimensions = own.map(({ dimension }) => dimension).filter((one) => one !== allSegment);
    return `${name}: ${metrics}${dimensions.length > 0 ? `; by ${namesText(dimensions)}` : ''}`;
  });
}

/**
 * What one side has and the other has not, beside what both have: whole groups of rows by their
 * name, else the metrics and segments that the other does not know at all there.
 */
export function lackingTexts(
  lacking: readonly ValueKind[],
  both: readonly ValueKind[],
): readonly string[] {
  const shared = new Map(rowGroups(both).map(({ name, kinds }) => [name, kinds]));
  return rowGroups(lacking).map(({ name, kinds }) => {
    const known = shared.get(name);
    if (known === undefined) return name;
    const isNew = (of: (kind: ValueKind) => string): readonly string[] => {
      const names = new Set(known.map(of));
      return kinds.map(of).filter((one) => !names.has(one));
    };
    const names = [...isNew(({ metric }) => metric), ...isNew(({ dimension }) => dimension)];
    return `${name}: ${names.length > 0 ? namesText(names) : 'some metrics under some segments'}`;
  });
}

type RowGroup = { readonly name: string; readonly kinds: readonly ValueKind[] };

function rowGroups(kinds: readonly ValueKind[]): readonly RowGroup[] {
  return grains.flatMap((grain) =>
    [true, false].flatMap((isSiteRow) => {
      const own = kinds.filter((kind) => kind.grain === grain && kind.isSiteRow === isSiteRow);
      const name = `${grain} rows of ${isSiteRow ? 'the site' : 'pages'}`;
      return own.length === 0 ? [] : [{ name, kinds: own }];
    }),
  );
}

function namesText(names: readonly string[]): string {
  const distinct = [...new Set(names)].sort();
  const more = distinct.length - namesMax;
  return distinct.slice(0, namesMax).join(', ') + (more > 0 ? ` and ${String(more)} more` : '');
}
