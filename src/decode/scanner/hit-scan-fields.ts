/** The fields of a hit by their places in a record: as assembly/hit-fields.ts has them. */

/** Parameters of the query that the scanner looks for. */
export const hitParameters = {
  idsite: 0,
  action: 1,
  url: 2,
  urlref: 3,
  metadata: 4,
  u: 6,
  rand: 7,
  data: 8,
  sid: 9,
  inc: 10,
  ip_address: 11,
} as const;

/** Keys of the JSON of `data`. */
export const hitDataKeys = { parsely_site_uuid: 16 } as const;

/** Fields of the log. */
export const hitLogPlaces = { agent: 5, address: 12 } as const;

/** Fields from this one on are told by the places of their texts, two words each. */
const firstTold = 6;

/** Word of a record's fields where such a field is told. */
export function toldAt(place: number): number {
  return firstTold + (place - firstTold) * 2;
}
