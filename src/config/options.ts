/**
 * Every option of every command: one table, in a file for each heading of the help. The parser,
 * the help, the environment, the configuration file and its schema, the manual and the completion
 * are made from it. A new option is a row there; which commands have it, it says itself.
 */
import type { CommandName, Option, OptionValue } from './option.ts';
import { auditOptions } from './options/audit-options.ts';
import { consentOptions } from './options/consent-options.ts';
import { daysOptions } from './options/days-options.ts';
import { generalOptions } from './options/general-options.ts';
import { inputOptions } from './options/input-options.ts';
import { limitOptions } from './options/limit-options.ts';
import { questionOptions } from './options/question-options.ts';
import { s3Options } from './options/s3-options.ts';
import { serviceOptions } from './options/service-options.ts';
import { targetOptions } from './options/target-options.ts';
import { trafficOptions } from './options/traffic-options.ts';

export const options = {
  ...trafficOptions,
  ...inputOptions,
  ...s3Options,
  ...questionOptions,
  ...daysOptions,
  ...auditOptions,
  ...targetOptions,
  ...serviceOptions,
  ...consentOptions,
  ...limitOptions,
  ...generalOptions,
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
