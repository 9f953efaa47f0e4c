/** What a place is, by its scheme; a text without one is a folder. */
import { UsageError } from '../base/errors.ts';

/** @throws UsageError for a scheme that is none of `kinds`. */
export function kindOfPlace<Kind>(
  place: string,
  { what, kinds }: { what: string; kinds: Readonly<Record<string, Kind>> },
): Kind {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(place)?.[1]?.toLowerCase() ?? 'folder';
  const kind = kinds[scheme];
  if (kind !== undefined) return kind;
  const known = Object.keys(kinds).map((name) => (name === 'folder' ? 'a folder' : `${name}://`));
  throw new UsageError(`the ${what} ${place} is of a kind that recount does not know`, {
    hint: `a place of the ${what} can be: ${known.join(', ')}`,
  });
}
