/** Options under "Of every command" in the help: rows of the table in ../options.ts. */
import { commandNames, type Option } from '../option.ts';
import { valueTypes } from '../value-types.ts';

// prettier-ignore
export const generalOptions = {
  config:           { kind: 'single', flag: '--config', argument: '<file>',
                      type: valueTypes.file,
                      group: 'general', commands: commandNames, sources: 'not_in_file',
                      about: 'the configuration; else ./recount.yaml where there is one' },
  json:             { kind: 'switch', flag: '--json', default: false,
                      group: 'general', commands: commandNames, sources: 'flag',
                      about: 'results as JSON lines, the last one a summary' },
  quiet:            { kind: 'switch', flag: '--quiet', default: false,
                      group: 'general', commands: commandNames, sources: 'everywhere',
                      about: 'results and errors only' },
  progress:         { kind: 'switch', flag: '--no-progress', default: true,
                      group: 'general', commands: commandNames, sources: 'everywhere',
                      about: 'no progress bar and no line a minute' },
  debug:            { kind: 'switch', flag: '--debug', default: false,
                      group: 'general', commands: commandNames, sources: 'flag',
                      about: 'with every error the place in the code where it arose' },
} as const satisfies Record<string, Option>;
