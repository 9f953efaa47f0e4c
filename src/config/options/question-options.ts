/** Options under "What to count" in the help: rows of the table in ../options.ts. */
import { comparisons, steps } from '../../model/query-words.ts';
import type { Option } from '../option.ts';
import { choiceType, valueTypes } from '../value-types.ts';

// prettier-ignore
export const questionOptions = {
  metric:           { kind: 'list', flag: '--metric', argument: '<metric>', type: valueTypes.text,
                      default: 'page_views',
                      group: 'question', commands: ['query', 'explain'], sources: 'flag',
                      about: 'stored or derived; several apart by commas (explain: one)' },
  segment:          { kind: 'single', flag: '--segment', argument: '<name=value>',
                      type: valueTypes.text,
                      group: 'question', commands: ['query', 'explain'], sources: 'flag',
                      about: 'only events of this segment, as in device=mobile' },
  filter:           { kind: 'list', flag: '--filter', argument: '<name=value>',
                      type: valueTypes.text,
                      group: 'question', commands: ['query'], sources: 'flag',
                      about: 'only this url, section, author, tag, post, page_type, segment or ' +
                             'breakdown; url^= tells a beginning. Of one name any, of several ' +
                             'names all' },
  groupBy:          { kind: 'list', flag: '--group-by', argument: '<name>', type: valueTypes.text,
                      group: 'question', commands: ['query'], sources: 'flag',
                      about: 'time, url, section, author, tag, post, page_type, site, any ' +
                             'segment or breakdown; several apart by commas' },
  step:             { kind: 'single', flag: '--step', argument: '<step>',
                      type: choiceType(steps),
                      group: 'question', commands: ['query'], sources: 'flag',
                      about: 'how wide the steps of time are; else days' },
  order:            { kind: 'single', flag: '--order', argument: '<name>', type: valueTypes.text,
                      group: 'question', commands: ['query'], sources: 'flag',
                      about: 'a metric, largest first (+NAME: smallest first), or a group; else ' +
                             'time, else the first metric' },
  top:              { kind: 'single', flag: '--top', argument: '<number>', type: valueTypes.count,
                      group: 'question', commands: ['query'], sources: 'flag',
                      about: 'only the first so many; of a series by group, the largest groups' },
  compare:          { kind: 'single', flag: '--compare', argument: '<range>',
                      type: choiceType(comparisons),
                      group: 'question', commands: ['query'], sources: 'flag',
                      about: 'beside the same span just before, or a week earlier' },
} as const satisfies Record<string, Option>;
