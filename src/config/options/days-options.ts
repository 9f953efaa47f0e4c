/** Options under "Which days" in the help: rows of the table in ../options.ts. */
import type { Option } from '../option.ts';
import { valueTypes } from '../value-types.ts';
import { derivers, ofDays } from './commands-of-options.ts';

const untilHint = 'name the first day that is not included: --until today ends with yesterday';
const zoneHint = 'name the time zone of the days, as in America/New_York, or UTC';

/** Explain, and an audit of stored rows alone, take the zone of the store where none is named. */
const zoneNeeders = derivers.filter((command) => command !== 'explain');

// prettier-ignore
export const daysOptions = {
  from:             { kind: 'single', flag: '--from', argument: '<date>', type: valueTypes.moment,
                      group: 'days', commands: [...ofDays, 'simulate'], sources: 'flag',
                      needed: { by: ['rebuild', 'audit'],
                                hint: 'name the first day, as in --from -7d' },
                      about: 'the first day: 2026-03-08, yesterday, -7d; of a query -24h too' },
  until:            { kind: 'single', flag: '--until', argument: '<date>', type: valueTypes.moment,
                      group: 'days', commands: ofDays, sources: 'flag',
                      needed: { by: ['rebuild', 'audit'], hint: untilHint },
                      about: 'the first day that is NOT included: 2026-03-10, today; of a ' +
                             'query now too' },
  day:              { kind: 'single', flag: '--day', argument: '<date>', type: valueTypes.date,
                      group: 'days', commands: ['explain'], sources: 'flag',
                      about: 'the day that the number is of: 2026-03-08, yesterday, -7d' },
  bucket:           { kind: 'single', flag: '--bucket', argument: '<time>',
                      type: valueTypes.time,
                      group: 'days', commands: ['explain'], sources: 'flag',
                      about: 'in place of a day, the 5 minutes that hold this time of the ' +
                             'site\'s zone, or of UTC with a Z: 2026-03-08T10:05' },
  beyond:           { kind: 'single', flag: '--beyond', argument: '<span>',
                      type: valueTypes.span, default: '0h',
                      group: 'days', commands: ['explain'], sources: 'flag',
                      about: 'look for lines that came too late in logs of so long after the ' +
                             'read window, too; they are shown, never counted' },
  zone:             { kind: 'single', flag: '--zone', argument: '<zone>', type: valueTypes.zone,
                      siteKey: 'zone',
                      group: 'days',
                      commands: [...derivers, 'export', 'store status', 'store unpin'],
                      sources: 'everywhere',
                      needed: { by: zoneNeeders, hint: zoneHint,
                                unless: { option: 'stored', text: 'true' } },
                      about: 'the time zone that days are in, as in America/New_York' },
  early:            { kind: 'single', flag: '--early', argument: '<span>', type: valueTypes.span,
                      default: '1h', siteKey: 'early',
                      group: 'days', commands: derivers, sources: 'everywhere',
                      about: 'read logs from this long before a day begins' },
  late:             { kind: 'single', flag: '--late', argument: '<span>', type: valueTypes.span,
                      default: '6h', siteKey: 'late',
                      group: 'days', commands: derivers, sources: 'everywhere',
                      about: 'read logs until this long after it ends; raise it for late logs' },
  lookBack:         { kind: 'single', flag: '--look-back', argument: '<span>',
                      type: valueTypes.span, default: '7d',
                      group: 'days', commands: ['rollup'], sources: 'everywhere',
                      about: 'how far back to look, in days: 1d is yesterday alone' },
  retain:           { kind: 'single', flag: '--retain', argument: '<rule>',
                      type: valueTypes.retention, default: '5m=30d', siteKey: 'retain',
                      group: 'days',
                      commands: ['rebuild', 'audit', 'repair', 'rollup', 'erase', 'store gc'],
                      sources: 'everywhere',
                      about: 'keep 5-minute rows this long: 5m=30d, 5m=forever' },
} as const satisfies Record<string, Option>;
