/** The rooms of src/ and what each may import: the one table that keeps the stages apart. */

export interface Room {
  /** Other rooms; a room may always import itself. */
  readonly rooms: readonly string[];
  /** Built-ins of Node without `node:`. */
  readonly builtins: readonly string[] | 'any';
  readonly packages: readonly string[];
  /** Rooms of which only the ports may be imported, never an adapter. */
  readonly portsOnly?: readonly string[];
}

const domain = ['base', 'model'];
const stages = ['archive', 'decode', 'aggregate', 'compare', 'store', 'query', 'report'];
const useCases = [...domain, ...stages, 'simulate'];
const pure = { rooms: domain, builtins: [], packages: [] };

// prettier-ignore
export const roomsByName: Readonly<Record<string, Room>> = {
  base:      { rooms: [], builtins: 'any', packages: ['string-width'] },
  model:     { rooms: ['base'], builtins: ['crypto'], packages: [] },
  archive:   { rooms: domain, builtins: 'any', packages: ['@aws-sdk/client-s3'] },
  decode:    { rooms: domain, packages: ['@node-rs/crc32', 'isbot', 'tldts', 'ua-parser-js'],
               builtins: ['crypto', 'buffer', 'fs', 'module', 'net', 'stream', 'worker_threads'] },
  aggregate: pure,
  compare:   pure,
  store:     { rooms: domain, builtins: 'any',
               packages: ['@duckdb/node-api', '@duckdb/node-bindings', 'cassandra-driver',
                          '@elastic/elasticsearch', 'csv-parse'] },
  query:     pure,
  report:    pure,
  simulate:  pure,
  jobs:      { rooms: useCases, portsOnly: ['archive', 'store'], packages: [],
               builtins: ['timers', 'timers/promises', 'worker_threads'] },
  places:    { rooms: [...domain, 'archive', 'store'], builtins: ['fs/promises'], packages: [] },
  config:    { rooms: domain, builtins: ['fs', 'fs/promises', 'path'], packages: ['yaml', 'ajv'] },
  cli:       { rooms: [...useCases, 'jobs', 'places', 'config'], builtins: 'any',
               packages: ['commander', '@commander-js/extra-typings', 'cli-progress'] },
};

/** The library's front, src/index.ts: it may import every room. */
export const front: Room = {
  rooms: Object.keys(roomsByName),
  builtins: 'any',
  packages: Object.values(roomsByName).flatMap((room) => room.packages),
};

/** The room a file of src/ belongs to; undefined where it belongs to none. */
export function roomFromPath(path: string): string | undefined {
  if (path === 'src/index.ts') return 'index';
  const name = /^src\/([^/]+)\//.exec(path)?.[1];
  return name !== undefined && Object.hasOwn(roomsByName, name) ? name : undefined;
}
