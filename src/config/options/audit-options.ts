/** Options under "What to check" in the help: rows of the table in ../options.ts. */
import { causes, type CauseName } from '../../model/cause.ts';
import type { Option } from '../option.ts';
import { choiceType, valueTypes } from '../value-types.ts';

const causeNames = causes.map(({ name }) => name) as [CauseName, ...CauseName[]];

// prettier-ignore
export const auditOptions = {
  quick:            { kind: 'switch', flag: '--quick', default: false,
                      group: 'audit', commands: ['audit'], sources: 'flag',
                      about: 'only names and records: is every log still the one that was ' +
                             'counted, is what is shown there; seconds for years' },
  stored:           { kind: 'switch', flag: '--stored', default: false,
                      group: 'audit', commands: ['audit'], sources: 'flag',
                      about: 'only the stored rows: their checksums, and that they do not ' +
                             'contradict each other; no log is read' },
  sample:           { kind: 'single', flag: '--sample', argument: '<part>',
                      type: valueTypes.sample,
                      group: 'audit', commands: ['audit'], sources: 'flag',
                      about: 'only a part of the days: with 1/7, 2/7 ... seven nights check all' },
  tolerance:        { kind: 'list', flag: '--tolerance', argument: '<rule>',
                      type: valueTypes.tolerance,
                      group: 'audit', commands: ['audit'], sources: 'flag',
                      about: 'no difference as long as a metric is this near: visitors=1%, ' +
                             'video_starts=5' },
  runTime:          { kind: 'single', flag: '--run-time', argument: '<span>',
                      type: valueTypes.span,
                      group: 'audit', commands: ['audit', 'rollup'], sources: 'flag',
                      about: 'begin no day after this time (exit code 4)' },
  resume:           { kind: 'single', flag: '--resume', argument: '<file>',
                      type: valueTypes.file,
                      group: 'audit', commands: ['audit'], sources: 'flag',
                      about: 'keep here what was checked, so that the same command goes on ' +
                             'from there; gone when all was checked' },
  plan:             { kind: 'single', flag: '--plan', argument: '<file>',
                      type: valueTypes.file,
                      group: 'audit', commands: ['audit'], sources: 'flag',
                      about: 'write what recount repair would put right' },
  diagnose:         { kind: 'switch', flag: '--diagnose', default: false,
                      group: 'audit', commands: ['audit'], sources: 'flag',
                      about: 'recount what nothing explains in other ways (with copies, with ' +
                             'robots, by days of UTC ...) and name the one that fits exactly' },
  against:          { kind: 'single', flag: '--against', argument: '<place>',
                      type: valueTypes.numbers,
                      group: 'audit', commands: ['audit'], sources: 'flag',
                      about: 'check these numbers in place of the stored ones: a file (rows as ' +
                             'recount export writes them, or CSV) or another store; by the ' +
                             'logs, or with --stored by what --store shows' },
  columns:          { kind: 'single', flag: '--columns', argument: '<map>',
                      type: valueTypes.columns,
                      group: 'audit', commands: ['audit'], sources: 'flag',
                      about: 'which column of that CSV is what: ' +
                             'site=customer,bucket=day,page_views=pv' },
  report:           { kind: 'single', flag: '--report', argument: '<file>',
                      type: valueTypes.file,
                      group: 'audit', commands: ['audit'], sources: 'flag',
                      about: 'write a page (HTML) for a customer or a manager: the verdict, ' +
                             'the numbers, charts, what to do' },
  only:             { kind: 'list', flag: '--only', argument: '<cause>',
                      type: choiceType(causeNames),
                      group: 'audit', commands: ['repair'], sources: 'flag',
                      about: 'only days all of whose causes are named; what is intended ' +
                             '(rule_changed, erased) is repaired only so' },
} as const satisfies Record<string, Option>;
