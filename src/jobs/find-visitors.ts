/** Whether a stored generation can hold a visitor: its sketches tell, without any raw data. */
import { bytesFromText } from '../base/bytes.ts';
import { DataError } from '../base/errors.ts';
import { murmur3, murmur3Words } from '../base/murmur3.ts';
import type { GenerationKey } from '../model/period.ts';
import { sketchOfCell, type RowPart } from '../model/row.ts';
import { allSegment, keyFromCellName } from '../model/segments.ts';
import { membershipOf, type HashWords, type Membership } from '../model/sketch-member.ts';
import type { Store } from '../store/store.ts';

/** The metric whose sketches hold every visitor of a row, whatever the action was. */
const metric = 'visitors';
const cellKey = keyFromCellName({ dimension: allSegment, value: undefined, metric });

/** The hash by which sketches know a visitor. */
export function visitorHash(visitor: string): HashWords {
  murmur3(bytesFromText(visitor));
  return { low: murmur3Words[0] as number, high: murmur3Words[1] as number };
}

/**
 * `free`: certainly none of them is in it. A sketch of many visitors tells only that one may be in
 * it; then the rows of urls, which have fewer, are asked. What cannot be read may hold anybody.
 */
export async function findVisitors(
  store: Store,
  key: GenerationKey,
  visitors: readonly HashWords[],
): Promise<Membership> {
  try {
    const manifest = await store.readManifest(key);
    if (manifest?.catalogue.metrics.includes(metric) !== true) return 'may_hold';
    if (manifest.rows['1d'] === undefined) return 'may_hold';
    const ofSite = await findInRows(store, key, { visitors, url: null });
    return ofSite === 'may_hold' ? await findInRows(store, key, { visitors }) : ofSite;
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return 'may_hold';
  }
}

/** The site row holds all that its url rows hold, so that `may_hold` is left to those. */
async function findInRows(
  store: Store,
  key: GenerationKey,
  { visitors, url }: { readonly visitors: readonly HashWords[]; readonly url?: null },
): Promise<Membership> {
  let found: Membership = 'free';
  for await (const part of store.readRows(key, '1d', url === null ? { url } : {})) {
    if (url === undefined && part.url === null) continue;
    const inPart = findInPart(part, visitors);
    if (inPart === 'holds') return inPart;
    if (inPart === 'may_hold') found = inPart;
  }
  return found;
}

function findInPart(part: RowPart, visitors: readonly HashWords[]): Membership {
  const index = part.cells.findIndex((cell) => part.keys.text(cell) === cellKey);
  if (index === -1) return 'free';
  const sketch = sketchOfCell(part, index);
  const found = visitors.map((visitor) => membershipOf(sketch, visitor));
  if (found.includes('holds')) return 'holds';
  return found.includes('may_hold') ? 'may_hold' : 'free';
}
