/**
 * Every option of every command: one table. The parser, the help, the environment, the
 * configuration file and the manual are made from it.
 */
import { commandNames, type CommandName, type Option, type OptionValue } from './option.ts';
import { parseDate } from './parse-date.ts';
import { parseDuration } from './parse-duration.ts';
import { parseRetention } from './parse-retention.ts';
import { parseSize } from './parse-size.ts';
import { parsePlace, parserOfChoice, parserOfPath } from './parse-text.ts';
import { parseSite, parseText, parseZone } from './parse-text.ts';

const siteHint =
  'name it as the lines of the log do; what sites there are is not known before they are read';
const untilHint = 'name the first day that is not included: --until today ends with yesterday';
const zoneHint = 'name the time zone of the days, as in America/New_York, or UTC';

// prettier-ignore
export const options = {
  archive:          { kind: 'single', flag: '--archive', argument: '<place>', parse: parsePlace,
                      group: 'input', commands: ['rebuild'], sources: 'everywhere',
                      needed: { by: ['rebuild'], hint: 'name the folder of the raw logs' },
                      about: 'the folder that holds the raw logs' },
  inputFormat:      { kind: 'single', flag: '--input-format', argument: '<format>',
                      parse: parserOfChoice(['auto', 'dpl', 'pixel']), default: 'auto',
                      group: 'input', commands: ['rebuild'], sources: 'everywhere',
                      about: 'dpl (JSON events), pixel (access logs) or auto' },
  site:             { kind: 'list', flag: '--site', argument: '<site>', parse: parseSite,
                      group: 'input', commands: ['rebuild', 'export'], sources: 'everywhere',
                      needed: { by: ['rebuild'], hint: siteHint },
                      about: 'a site, as the log names it; may be given several times' },
  url:              { kind: 'single', flag: '--url', argument: '<url>', parse: parseText,
                      group: 'input', commands: ['export'], sources: 'flag',
                      about: 'only the rows of this page' },
  siteRows:         { kind: 'switch', flag: '--site-rows', default: false,
                      group: 'input', commands: ['export'], sources: 'flag',
                      about: 'only the rows of the site as a whole' },
  pages:            { kind: 'switch', flag: '--pages', default: false,
                      group: 'input', commands: ['export'], sources: 'flag',
                      about: 'what is known of the pages (title, authors ...) in place of rows' },
  grain:            { kind: 'single', flag: '--grain', argument: '<grain>',
                      parse: parserOfChoice(['5m', '1d', 'all']), default: 'all',
                      group: 'input', commands: ['export'], sources: 'flag',
                      about: '5m, 1d, or all that is stored of a day' },

  from:             { kind: 'single', flag: '--from', argument: '<date>', parse: parseDate,
                      group: 'days', commands: ['rebuild', 'export'], sources: 'flag',
                      needed: { by: ['rebuild'], hint: 'name the first day, as in --from -7d' },
                      about: 'the first day: 2026-03-08, yesterday, -7d' },
  until:            { kind: 'single', flag: '--until', argument: '<date>', parse: parseDate,
                      group: 'days', commands: ['rebuild', 'export'], sources: 'flag',
                      needed: { by: ['rebuild'], hint: untilHint },
                      about: 'the first day that is NOT included: 2026-03-10, today' },
  zone:             { kind: 'single', flag: '--zone', argument: '<zone>', parse: parseZone,
                      group: 'days', commands: ['rebuild', 'export'], sources: 'everywhere',
                      needed: { by: ['rebuild'], hint: zoneHint },
                      about: 'the time zone that days are in, as in America/New_York' },
  early:            { kind: 'single', flag: '--early', argument: '<span>', parse: parseDuration,
                      default: '1h',
                      group: 'days', commands: ['rebuild'], sources: 'everywhere',
                      about: 'read logs from this long before a day begins' },
  late:             { kind: 'single', flag: '--late', argument: '<span>', parse: parseDuration,
                      default: '6h',
                      group: 'days', commands: ['rebuild'], sources: 'everywhere',
                      about: 'until this long after it ends; raise it where events come late' },
  retain:           { kind: 'single', flag: '--retain', argument: '<rule>', parse: parseRetention,
                      default: '5m=30d',
                      group: 'days', commands: ['rebuild'], sources: 'everywhere',
                      about: 'keep 5-minute rows this long: 5m=30d, 5m=forever' },

  store:            { kind: 'list', flag: '--store', argument: '<place>', parse: parsePlace,
                      default: './recount-store',
                      group: 'target', commands: ['rebuild', 'export'], sources: 'everywhere',
                      about: 'the folder of the stored numbers; rebuild takes several' },
  apply:            { kind: 'switch', flag: '--apply', default: false,
                      group: 'target', commands: ['rebuild'], sources: 'flag',
                      about: 'publish; without it all is worked out and nothing is written' },
  estimate:         { kind: 'switch', flag: '--estimate', default: false,
                      group: 'target', commands: ['rebuild'], sources: 'flag',
                      about: 'only list the logs and say what there is to do, and for how long' },
  reason:           { kind: 'single', flag: '--reason', argument: '<text>', parse: parseText,
                      group: 'target', commands: ['rebuild'], sources: 'flag',
                      about: 'why, for the record of this run' },
  rejects:          { kind: 'single', flag: '--rejects', argument: '<file>',
                      parse: parserOfPath('file'),
                      group: 'target', commands: ['rebuild'], sources: 'flag',
                      about: 'write every refused line (object, line, outcome) to this file' },
  output:           { kind: 'single', flag: '--output', argument: '<file>',
                      parse: parserOfPath('file'),
                      group: 'target', commands: ['export'], sources: 'flag',
                      about: 'write to this file, whole or not at all; else to standard output' },
  format:           { kind: 'single', flag: '--format', argument: '<format>',
                      parse: parserOfChoice(['jsonl', 'csv']), default: 'jsonl',
                      group: 'target', commands: ['export'], sources: 'flag',
                      about: 'jsonl (a row a line) or csv (a number a line)' },
  sketches:         { kind: 'switch', flag: '--sketches', default: false,
                      group: 'target', commands: ['export'], sources: 'flag',
                      about: 'with the sketches behind the distinct counts, in hex' },

  acceptIncomplete: { kind: 'list', flag: '--accept-incomplete', argument: '<date>',
                      parse: parseDate,
                      group: 'consent', commands: ['rebuild'], sources: 'flag',
                      about: 'a day whose logs are missing or damaged' },
  acceptEmpty:      { kind: 'list', flag: '--accept-empty', argument: '<site>', parse: parseSite,
                      group: 'consent', commands: ['rebuild'], sources: 'flag',
                      about: 'a site that no line names' },
  provisional:      { kind: 'switch', flag: '--provisional', default: false,
                      group: 'consent', commands: ['rebuild'], sources: 'flag',
                      about: 'days that are still open; marked as provisional' },
  force:            { kind: 'switch', flag: '--force', default: false,
                      group: 'consent', commands: ['rebuild'], sources: 'flag',
                      about: 'days that are up to date already' },

  memory:           { kind: 'single', flag: '--memory', argument: '<size>', parse: parseSize,
                      default: '1GiB',
                      group: 'limits', commands: ['rebuild', 'export'], sources: 'everywhere',
                      about: 'memory of the whole process, at its peak' },
  spill:            { kind: 'single', flag: '--spill', argument: '<folder>',
                      parse: parserOfPath('folder'),
                      group: 'limits', commands: ['rebuild'], sources: 'everywhere',
                      about: 'folder for what does not fit; else that of the system' },

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

export type OptionName = keyof typeof options;

/** Names of the options that a command has, in the order of the table. */
export function optionsOfCommand(command: CommandName): readonly OptionName[] {
  const names = Object.keys(options) as OptionName[];
  return names.filter((name) => (options[name].commands as readonly string[]).includes(command));
}

/** The values of a command's options, each of the type that its row says. */
export type OptionValues<Command extends CommandName> = {
  readonly [
    Name in OptionName as Command extends (typeof options)[Name]['commands'][number] ? Name : never
  ]: OptionValue<(typeof options)[Name]>;
};
