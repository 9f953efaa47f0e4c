/** Options under "Limits" in the help: rows of the table in ../options.ts. */
import type { Option } from '../option.ts';
import { valueTypes } from '../value-types.ts';
import { archiveDerivers, derivers, rowReaders } from './commands-of-options.ts';

// prettier-ignore
export const limitOptions = {
  memory:           { kind: 'single', flag: '--memory', argument: '<size>',
                      type: valueTypes.size, default: '1GiB', key: 'limits.memory',
                      group: 'limits', commands: rowReaders, sources: 'everywhere',
                      about: 'memory of the whole process, at its peak' },
  cellsMax:         { kind: 'single', flag: '--cells-max', argument: '<number>',
                      type: valueTypes.count, default: '500000000',
                      group: 'limits', commands: ['query'], sources: 'flag',
                      about: 'stored numbers that may be read; a query for more is refused' },
  workers:          { kind: 'single', flag: '--workers', argument: '<number>',
                      type: valueTypes.count, key: 'limits.workers',
                      group: 'limits', commands: archiveDerivers, sources: 'everywhere',
                      about: 'threads that decode; 0 = none; else one for each core' },
  spill:            { kind: 'single', flag: '--spill', argument: '<folder>',
                      type: valueTypes.folder, key: 'limits.spill',
                      group: 'limits', commands: derivers, sources: 'everywhere',
                      about: 'folder for what does not fit; else that of the system' },
  linesMax:         { kind: 'single', flag: '--lines-max', argument: '<number>',
                      type: valueTypes.count, default: '10000',
                      group: 'limits', commands: ['explain'], sources: 'flag',
                      about: 'with --lines: at most so many; totals are always of all' },
} as const satisfies Record<string, Option>;
