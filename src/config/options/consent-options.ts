/** Options under "What to take all the same" in the help: rows of the table in ../options.ts. */
import type { Option } from '../option.ts';
import { valueTypes } from '../value-types.ts';

// prettier-ignore
export const consentOptions = {
  acceptIncomplete: { kind: 'list', flag: '--accept-incomplete', argument: '<date>',
                      type: valueTypes.date,
                      group: 'consent', commands: ['rebuild'], sources: 'flag',
                      about: 'a day whose logs are missing or damaged' },
  acceptEmpty:      { kind: 'list', flag: '--accept-empty', argument: '<site>',
                      type: valueTypes.site,
                      group: 'consent', commands: ['rebuild'], sources: 'flag',
                      about: 'a site that no line names' },
  provisional:      { kind: 'switch', flag: '--provisional', default: false,
                      group: 'consent', commands: ['rebuild', 'audit'], sources: 'flag',
                      about: 'days that are still open; marked as provisional' },
  force:            { kind: 'switch', flag: '--force', default: false,
                      group: 'consent', commands: ['rebuild'], sources: 'flag',
                      about: 'days that are up to date already' },
} as const satisfies Record<string, Option>;
