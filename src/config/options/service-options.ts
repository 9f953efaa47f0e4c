/** Options under "Stores that are services" in the help: rows of the table in ../options.ts. */
import type { Option } from '../option.ts';
import { positiveType, valueTypes } from '../value-types.ts';
import { storeUsers } from './commands-of-options.ts';

// prettier-ignore
export const serviceOptions = {
  replication:      { kind: 'single', flag: '--replication', argument: '<copies>',
                      type: valueTypes.replication,
                      group: 'services', commands: ['store init'], sources: 'flag',
                      about: 'copies that a store keeps which is made: 3, or dc1=3,dc2=2' },
  credentials:      { kind: 'single', flag: '--credentials', argument: '<file>',
                      type: valueTypes.file, key: 'cassandra.credentials',
                      group: 'services', commands: storeUsers, sources: 'everywhere',
                      about: 'user and password for Cassandra, in a file as cqlsh has one; ' +
                             'else from CASSANDRA_USERNAME and CASSANDRA_PASSWORD' },
  maxRate:          { kind: 'single', flag: '--max-rate', argument: '<rows>',
                      type: positiveType(valueTypes.count), key: 'limits.max_rate',
                      group: 'services', commands: storeUsers, sources: 'everywhere',
                      about: 'write so many rows a second at most, over the whole run' },
  pauseFile:        { kind: 'single', flag: '--pause-file', argument: '<file>',
                      type: valueTypes.file, key: 'limits.pause_file',
                      group: 'services', commands: storeUsers, sources: 'everywhere',
                      about: 'while this file is there, ask nothing of a service' },
} as const satisfies Record<string, Option>;
