/** The settings of a command: from its flags, the environment and the configuration file. */
import type { Command } from '@commander-js/extra-typings';
import { textFromDay } from '../base/calendar.ts';
import { ZoneClock } from '../base/zone-clock.ts';
import type { CommandName } from '../config/option.ts';
import { noConfigFile } from '../config/config-file.ts';
import { findTexts } from '../config/find-texts.ts';
import { OptionFaults, type OptionFault } from '../config/option-faults.ts';
import { dayFromDateText, isDate, type DateText, type Moment } from '../config/parse-date.ts';
import { readConfigFile } from '../config/read-config-file.ts';
import { resolveOptions, type Settings } from '../config/resolve-options.ts';
import type { Session } from './session.ts';
import { givenFlags } from './table-options.ts';

/** @throws OptionFaults with everything that is wrong, also in the file. */
export async function readSettings<Name extends CommandName>(
  { surroundings }: Session,
  command: Command,
  name: Name,
): Promise<Settings<Name>> {
  const { environment, workingFolder } = surroundings;
  const outside = { flags: givenFlags(command, name), environment, file: noConfigFile };
  const named = findTexts('config', outside).texts.at(-1);
  const file = await readConfigFile({ named, folder: workingFolder });
  return resolveOptions(name, { ...outside, file });
}

export type DaysInput = {
  readonly from: Moment | undefined;
  readonly until: Moment | undefined;
  /** Needed for dates such as `yesterday`; UTC where it is not named. */
  readonly zone: ZoneClock | undefined;
};

export type DayRange = {
  readonly fromDay: number | undefined;
  readonly untilDay: number | undefined;
};

/**
 * Local days in [fromDay, untilDay), in the zone; `now` in epoch seconds.
 * @throws OptionFaults for a time where only a day can be meant.
 */
export function dayRange({ from, until, zone }: DaysInput, now: number): DayRange {
  const clock = zone ?? new ZoneClock('UTC');
  return {
    fromDay: from && dayFromDateText(dateOf('--from', from), clock, now),
    untilDay: until && dayFromDateText(dateOf('--until', until), clock, now),
  };
}

function dateOf(flag: string, moment: Moment): DateText {
  if (isDate(moment)) return moment;
  const hint = 'write a date as in 2026-03-14, or today, yesterday, -7d; only query takes times';
  throw new OptionFaults([{ message: `${flag} is a time, and days are whole`, hint }]);
}

/** An empty or backward range of days, as a list of at most one fault. */
export function faultsOfRange({ fromDay, untilDay }: DayRange): readonly OptionFault[] {
  if (fromDay === undefined || untilDay === undefined || fromDay < untilDay) return [];
  const [from, until] = [textFromDay(fromDay), textFromDay(untilDay)];
  const relation = fromDay === untilDay ? 'the same day as' : 'before';
  const next = textFromDay(fromDay + 1);
  return [
    {
      message: `--until ${until} is ${relation} --from ${from}`,
      hint: `until is the first day not included: for ${from} alone, --until ${next}`,
    },
  ];
}
