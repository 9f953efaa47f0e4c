/** The table of options as commander's options, and what was written on a command line. */
import { Option as Flag, type Command } from '@commander-js/extra-typings';
import { optionGroups, type CommandName, type Option } from '../config/option.ts';
import { options, optionsOfCommand, type OptionName } from '../config/options.ts';

/** Gives a command its own options, in the groups of the table. */
export function addTableOptions(command: Command, name: CommandName): Command {
  // Grouped by commander in the order in which the groups first occur.
  for (const group of Object.keys(optionGroups)) {
    for (const optionName of optionsOfCommand(name)) {
      const option: Option = options[optionName];
      if (option.group !== group || group === 'general') continue;
      command.addOption(flagFromOption(option, name));
    }
  }
  return command;
}

/** Gives the program the options that every command has; they stand before or after its name. */
export function addGeneralOptions(program: Command): Command {
  for (const option of Object.values(options)) {
    if (option.group === 'general') program.addOption(flagFromOption(option, undefined));
  }
  return program;
}

/** Values stay texts here: they are read, and faults told, with those of other origins. */
function flagFromOption(option: Option, command: CommandName | undefined): Flag {
  const heading = `${optionGroups[option.group]}:`;
  if (option.kind === 'switch') return new Flag(option.flag, option.about).helpGroup(heading);
  const isNeeded = option.needed?.by.some((name) => name === command) === true;
  const standard = option.default === undefined ? '' : ` (default: ${option.default})`;
  const needed = option.sources === 'flag' ? ' (needed)' : ' (needed, unless configured)';
  const about = `${option.about}${isNeeded ? needed : standard}`;
  return new Flag(`${option.flag} ${option.argument}`, about)
    .helpGroup(heading)
    .argParser((text: string, before: string[] | undefined) => [...(before ?? []), text]);
}

/** The texts of every flag that was given, in order; switches are `true` and `false`. */
export function givenFlags(
  command: Command,
  name: CommandName,
): ReadonlyMap<OptionName, readonly string[]> {
  const values: Readonly<Record<string, unknown>> = command.optsWithGlobals();
  const given = new Map<OptionName, readonly string[]>();
  for (const optionName of optionsOfCommand(name)) {
    if (command.getOptionValueSourceWithGlobals(optionName as never) !== 'cli') continue;
    const value = values[optionName];
    given.set(optionName, Array.isArray(value) ? value.map(String) : [String(value)]);
  }
  return given;
}
