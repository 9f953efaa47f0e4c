/**
 * The indices of a store and their fields. What each field holds is said in recount-services(7),
 * for those who read it without recount.
 */
import type { estypes } from '@elastic/elasticsearch';
import { metricProperties } from './metric-fields.ts';

/** Raised when older code could no longer use the indices. */
export const schemaVersion = 1;

/** Made once: records and what finds them; documents. */
export const fixedIndices = ['records', 'documents'] as const;
export type FixedIndex = (typeof fixedIndices)[number];

/** Made for every day or month of which something is stored, from a template each. */
export const datedIndices = ['5m', '1d', 'pages'] as const;
export type DatedIndex = (typeof datedIndices)[number];

type Properties = Record<string, estypes.MappingProperty>;

const word = { type: 'keyword' } as const;
const day = { type: 'date', format: 'strict_date' } as const;
const instant = { type: 'date', format: 'epoch_millis' } as const;
/** Only in the document itself: neither searched nor counted, and of any length. */
const text = { type: 'keyword', index: false, doc_values: false } as const;
const bytes = { type: 'binary' } as const;
const count = { type: 'long', index: false } as const;

const generation: Properties = { site: word, day, generation: word };

const properties: Readonly<Record<FixedIndex | DatedIndex, Properties>> = {
  records: {
    ...generation,
    kind: word,
    content: word,
    index: word,
    ...{ version: count, parts: count, bytes: count },
    live: word,
    record: text,
  },
  documents: {
    ...{ kind: word, name: word },
    digest: text,
    ...{ bytes: count, chunks: count },
    content: bytes,
  },
  '5m': rowProperties(),
  '1d': rowProperties(),
  pages: { ...generation, url: word, seen_at: instant, metadata: text },
};

function rowProperties(): Properties {
  const place = { url: word, bucket: instant, part: { type: 'integer' } } as const;
  return { ...generation, ...place, bytes: count, cells: bytes, ...metricProperties() };
}

/** Nothing is stored that nobody has named. */
export function mappingOf(name: FixedIndex | DatedIndex): estypes.MappingTypeMapping {
  return { dynamic: 'strict', properties: properties[name] };
}

/** All fields by their whole name, each with its type; objects have none of their own. */
export function fieldTypes(
  mapping: estypes.MappingTypeMapping | undefined,
  above = '',
): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  for (const [name, property] of Object.entries(mapping?.properties ?? {})) {
    const path = `${above}${name}`;
    const { type, properties: below } = property as {
      readonly type?: string;
      readonly properties?: Properties;
    };
    if (below === undefined) types.set(path, type ?? 'object');
    else for (const each of fieldTypes({ properties: below }, `${path}.`)) types.set(...each);
  }
  return types;
}
