/** Options under "What to read" in the help: rows of the table in ../options.ts. */
import { defaultLayout } from '../../model/layout-pattern.ts';
import type { Option } from '../option.ts';
import { choiceType, valueTypes } from '../value-types.ts';
import { archiveReaders, derivers, ofSites } from './commands-of-options.ts';

const siteHint =
  'name it as the lines of the log do, or list your sites under "sites" in the configuration';

const archiveHint = 'name the folder of the raw logs, or s3://bucket/folder';

// prettier-ignore
export const inputOptions = {
  archive:          { kind: 'single', flag: '--archive', argument: '<place>',
                      type: valueTypes.place, key: 'archive.place',
                      group: 'input', commands: archiveReaders, sources: 'everywhere',
                      needed: { by: archiveReaders, hint: archiveHint,
                                unless: { option: 'stored', text: 'true' } },
                      about: 'where the raw logs are: a folder, or s3://bucket/folder' },
  archiveLayout:    { kind: 'single', flag: '--archive-layout', argument: '<pattern>',
                      type: valueTypes.layout, key: 'archive.layout', default: defaultLayout,
                      group: 'input', commands: archiveReaders, sources: 'everywhere',
                      about: 'how keys of the archive name their UTC day or hour' },
  archiveExpect:    { kind: 'single', flag: '--archive-expect', argument: '<step>',
                      type: choiceType(['auto', 'hour', 'day', 'none']), default: 'auto',
                      key: 'archive.expect', siteKey: 'expect',
                      group: 'input', commands: [...derivers, 'archive check'],
                      sources: 'everywhere',
                      about: 'what must have an object for logs to be complete: every hour, ' +
                             'every day, none, or auto (hours where there are hours)' },
  inputFormat:      { kind: 'single', flag: '--input-format', argument: '<format>',
                      type: choiceType(['auto', 'dpl', 'pixel']), default: 'auto',
                      group: 'input', commands: [...derivers, 'archive check'],
                      sources: 'everywhere',
                      about: 'format of the logs: dpl (JSON events), pixel (access logs) or auto' },
  site:             { kind: 'list', flag: '--site', argument: '<site>', type: valueTypes.site,
                      group: 'input', commands: ofSites, sources: 'not_in_file',
                      needed: { by: derivers, hint: siteHint },
                      about: 'a site, as the log names it; may be given several times' },
  visitor:          { kind: 'list', flag: '--visitor', argument: '<id>', type: valueTypes.text,
                      group: 'input', commands: ['erase'], sources: 'flag',
                      about: 'a visitor, as the log names it; may be given several times' },
  visitorFile:      { kind: 'single', flag: '--visitor-file', argument: '<file>',
                      type: valueTypes.file,
                      group: 'input', commands: ['erase'], sources: 'flag',
                      about: 'a file of visitors, one a line: no shell history names them then' },
  url:              { kind: 'single', flag: '--url', argument: '<url>', type: valueTypes.text,
                      group: 'input', commands: ['export', 'explain'], sources: 'flag',
                      about: 'this page only (explain: without it, the site as a whole)' },
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
  deep:             { kind: 'switch', flag: '--deep', default: false,
                      group: 'input', commands: ['archive check', 'store doctor'],
                      sources: 'flag',
                      about: 'read everything, not only names, sizes and records' },
} as const satisfies Record<string, Option>;
