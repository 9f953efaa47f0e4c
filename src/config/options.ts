/**
 * Every option of every command: one table. The parser, the help, the environment, the
 * configuration file and its schema, the manual and the completion are made from it.
 */
import { defaultLayout } from '../model/layout-pattern.ts';
import { commandNames, type CommandName, type Option, type OptionValue } from './option.ts';
import { choiceType, valueTypes } from './value-types.ts';

const siteHint =
  'name it as the lines of the log do, or list your sites under "sites" in the configuration';
const untilHint = 'name the first day that is not included: --until today ends with yesterday';
const zoneHint = 'name the time zone of the days, as in America/New_York, or UTC';

// prettier-ignore
export const options = {
  into:             { kind: 'single', flag: '--into', argument: '<folder>',
                      type: valueTypes.folder,
                      group: 'target', commands: ['simulate'], sources: 'flag',
                      needed: { by: ['simulate'], hint: 'name a folder that is not there yet' },
                      about: 'the folder of the new archive' },
  traffic:          { kind: 'list', flag: '--traffic', argument: '<site=zone>',
                      type: valueTypes.siteInZone,
                      group: 'traffic', commands: ['simulate'], sources: 'flag',
                      about: 'a site and its time zone; may be given several times' },
  events:           { kind: 'single', flag: '--events', argument: '<number>',
                      type: valueTypes.count, default: '100000',
                      group: 'traffic', commands: ['simulate'], sources: 'flag',
                      about: 'lines of a day, over all sites' },
  days:             { kind: 'single', flag: '--days', argument: '<number>',
                      type: valueTypes.count, default: '1',
                      group: 'traffic', commands: ['simulate'], sources: 'flag',
                      about: 'how many UTC days, from --from on' },
  seed:             { kind: 'single', flag: '--seed', argument: '<number>',
                      type: valueTypes.count, default: '1',
                      group: 'traffic', commands: ['simulate'], sources: 'flag',
                      about: 'the same number gives the same bytes' },
  detail:           { kind: 'single', flag: '--detail', argument: '<detail>',
                      type: choiceType(['lean', 'full']), default: 'lean',
                      group: 'traffic', commands: ['simulate'], sources: 'flag',
                      about: 'the keys that count (480 bytes a line), or all of them (3.6 KB)' },
  logFormat:        { kind: 'single', flag: '--log-format', argument: '<format>',
                      type: choiceType(['dpl', 'pixel-piped', 'pixel-combined']), default: 'dpl',
                      group: 'traffic', commands: ['simulate'], sources: 'flag',
                      about: 'JSON events, or the access log of a pixel server' },
  folders:          { kind: 'single', flag: '--folders', argument: '<span>',
                      type: choiceType(['hour', 'day']), default: 'hour',
                      group: 'traffic', commands: ['simulate'], sources: 'flag',
                      about: 'a folder for every hour or for every day' },
  objects:          { kind: 'single', flag: '--objects', argument: '<number>',
                      type: valueTypes.count, default: '1',
                      group: 'traffic', commands: ['simulate'], sources: 'flag',
                      about: 'objects in each folder' },
  fault:            { kind: 'list', flag: '--fault', argument: '<fault>',
                      type: valueTypes.text,
                      group: 'traffic', commands: ['simulate'], sources: 'flag',
                      about: 'plant a fault: NAME, NAME:OBJECT or NAME:OBJECT:LINE' },

  archive:          { kind: 'single', flag: '--archive', argument: '<place>',
                      type: valueTypes.place, key: 'archive.place',
                      group: 'input', commands: ['rebuild'], sources: 'everywhere',
                      needed: { by: ['rebuild'], hint: 'name the folder of the raw logs' },
                      about: 'the folder that holds the raw logs' },
  archiveLayout:    { kind: 'single', flag: '--archive-layout', argument: '<pattern>',
                      type: valueTypes.layout, key: 'archive.layout', default: defaultLayout,
                      group: 'input', commands: ['rebuild'], sources: 'everywhere',
                      about: 'how keys of the archive name their UTC day or hour' },
  archiveExpect:    { kind: 'single', flag: '--archive-expect', argument: '<step>',
                      type: choiceType(['auto', 'hour', 'day', 'none']), default: 'auto',
                      key: 'archive.expect', siteKey: 'expect',
                      group: 'input', commands: ['rebuild'], sources: 'everywhere',
                      about: 'what must have an object for logs to be complete: every hour, ' +
                             'every day, none, or auto (hours where there are hours)' },
  inputFormat:      { kind: 'single', flag: '--input-format', argument: '<format>',
                      type: choiceType(['auto', 'dpl', 'pixel']), default: 'auto',
                      group: 'input', commands: ['rebuild'], sources: 'everywhere',
                      about: 'dpl (JSON events), pixel (access logs) or auto' },
  site:             { kind: 'list', flag: '--site', argument: '<site>', type: valueTypes.site,
                      group: 'input', commands: ['rebuild', 'export'], sources: 'not_in_file',
                      needed: { by: ['rebuild'], hint: siteHint },
                      about: 'a site, as the log names it; may be given several times' },
  url:              { kind: 'single', flag: '--url', argument: '<url>', type: valueTypes.text,
                      group: 'input', commands: ['export'], sources: 'flag',
                      about: 'only the rows of this page' },
  siteRows:         { kind: 'switch', flag: '--site-rows', default: false,
                      group: 'input', commands: ['export'], sources: 'flag',
                      about: 'only the rows of the site as a whole' },
  pages:            { kind: 'switch', flag: '--pages', default: false,
                      group: 'input', commands: ['export'], sources: 'flag',
                      about: 'what is known of the pages (title, authors ...) in place of rows' },
  grain:            { kind: 'single', flag: '--grain', argument: '<grain>',
                      type: choiceType(['5m', '1d', 'all']), default: 'all',
                      group: 'input', commands: ['export'], sources: 'flag',
                      about: '5m, 1d, or all that is stored of a day' },

  from:             { kind: 'single', flag: '--from', argument: '<date>', type: valueTypes.date,
                      group: 'days', commands: ['rebuild', 'export', 'simulate'], sources: 'flag',
                      needed: { by: ['rebuild'], hint: 'name the first day, as in --from -7d' },
                      about: 'the first day: 2026-03-08, yesterday, -7d' },
  until:            { kind: 'single', flag: '--until', argument: '<date>', type: valueTypes.date,
                      group: 'days', commands: ['rebuild', 'export'], sources: 'flag',
                      needed: { by: ['rebuild'], hint: untilHint },
                      about: 'the first day that is NOT included: 2026-03-10, today' },
  zone:             { kind: 'single', flag: '--zone', argument: '<zone>', type: valueTypes.zone,
                      siteKey: 'zone',
                      group: 'days', commands: ['rebuild', 'export'], sources: 'everywhere',
                      needed: { by: ['rebuild'], hint: zoneHint },
                      about: 'the time zone that days are in, as in America/New_York' },
  early:            { kind: 'single', flag: '--early', argument: '<span>', type: valueTypes.span,
                      default: '1h', siteKey: 'early',
                      group: 'days', commands: ['rebuild'], sources: 'everywhere',
                      about: 'read logs from this long before a day begins' },
  late:             { kind: 'single', flag: '--late', argument: '<span>', type: valueTypes.span,
                      default: '6h', siteKey: 'late',
                      group: 'days', commands: ['rebuild'], sources: 'everywhere',
                      about: 'until this long after it ends; raise it where events come late' },
  retain:           { kind: 'single', flag: '--retain', argument: '<rule>',
                      type: valueTypes.retention, default: '5m=30d', siteKey: 'retain',
                      group: 'days', commands: ['rebuild'], sources: 'everywhere',
                      about: 'keep 5-minute rows this long: 5m=30d, 5m=forever' },

  store:            { kind: 'list', flag: '--store', argument: '<place>',
                      type: valueTypes.place, default: './recount-store',
                      group: 'target', commands: ['rebuild', 'export'], sources: 'everywhere',
                      about: 'the folder of the stored numbers; rebuild takes several' },
  apply:            { kind: 'switch', flag: '--apply', default: false,
                      group: 'target', commands: ['rebuild'], sources: 'flag',
                      about: 'publish; without it all is worked out and nothing is written' },
  estimate:         { kind: 'switch', flag: '--estimate', default: false,
                      group: 'target', commands: ['rebuild'], sources: 'flag',
                      about: 'only list the logs and say what there is to do, and for how long' },
  reason:           { kind: 'single', flag: '--reason', argument: '<text>',
                      type: valueTypes.text,
                      group: 'target', commands: ['rebuild'], sources: 'flag',
                      about: 'why, for the record of this run' },
  rejects:          { kind: 'single', flag: '--rejects', argument: '<file>',
                      type: valueTypes.file,
                      group: 'target', commands: ['rebuild'], sources: 'flag',
                      about: 'write every refused line (object, line, outcome) to this file' },
  output:           { kind: 'single', flag: '--output', argument: '<file>',
                      type: valueTypes.file,
                      group: 'target', commands: ['export'], sources: 'flag',
                      about: 'write to this file, whole or not at all; else to standard output' },
  format:           { kind: 'single', flag: '--format', argument: '<format>',
                      type: choiceType(['jsonl', 'csv']), default: 'jsonl',
                      group: 'target', commands: ['export'], sources: 'flag',
                      about: 'jsonl (a row a line) or csv (a number a line)' },
  sketches:         { kind: 'switch', flag: '--sketches', default: false,
                      group: 'target', commands: ['export'], sources: 'flag',
                      about: 'with the sketches behind the distinct counts, in hex' },
  schema:           { kind: 'switch', flag: '--schema', default: false,
                      group: 'target', commands: ['config'], sources: 'flag',
                      about: 'print the JSON schema of the configuration file, for editors' },

  acceptIncomplete: { kind: 'list', flag: '--accept-incomplete', argument: '<date>',
                      type: valueTypes.date,
                      group: 'consent', commands: ['rebuild'], sources: 'flag',
                      about: 'a day whose logs are missing or damaged' },
  acceptEmpty:      { kind: 'list', flag: '--accept-empty', argument: '<site>',
                      type: valueTypes.site,
                      group: 'consent', commands: ['rebuild'], sources: 'flag',
                      about: 'a site that no line names' },
  provisional:      { kind: 'switch', flag: '--provisional', default: false,
                      group: 'consent', commands: ['rebuild'], sources: 'flag',
                      about: 'days that are still open; marked as provisional' },
  force:            { kind: 'switch', flag: '--force', default: false,
                      group: 'consent', commands: ['rebuild'], sources: 'flag',
                      about: 'days that are up to date already' },

  memory:           { kind: 'single', flag: '--memory', argument: '<size>',
                      type: valueTypes.size, default: '1GiB', key: 'limits.memory',
                      group: 'limits', commands: ['rebuild', 'export'], sources: 'everywhere',
                      about: 'memory of the whole process, at its peak' },
  spill:            { kind: 'single', flag: '--spill', argument: '<folder>',
                      type: valueTypes.folder, key: 'limits.spill',
                      group: 'limits', commands: ['rebuild'], sources: 'everywhere',
                      about: 'folder for what does not fit; else that of the system' },

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

export type OptionName = keyof typeof options;

/** Names of all options, in the order of the table. */
export const optionNames = Object.keys(options) as readonly OptionName[];

/** Names of the options that a command has, in the order of the table. */
export function optionsOfCommand(command: CommandName): readonly OptionName[] {
  return optionNames.filter((name) => {
    const { commands, sources }: Option = options[name];
    return commands.includes(command) || (command === 'config' && sources !== 'flag');
  });
}

/** The values of a command's options, each of the type that its row says. */
export type OptionValues<Command extends CommandName> = {
  readonly [
    Name in OptionName as Command extends (typeof options)[Name]['commands'][number] ? Name : never
  ]: OptionValue<(typeof options)[Name]>;
};
