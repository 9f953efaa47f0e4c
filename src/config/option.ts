/** One row of the table of options, and the type of its value. */
import type { Parser } from './parsed.ts';

export const commandNames = ['rebuild', 'export'] as const;
export type CommandName = (typeof commandNames)[number];

/** Headings of the help, in their order. */
export const optionGroups = {
  input: 'What to read',
  days: 'Which days',
  target: 'What to write',
  consent: 'What to take all the same',
  limits: 'Limits',
  general: 'Of every command',
} as const;
export type OptionGroup = keyof typeof optionGroups;

type Common = {
  readonly flag: `--${string}`;
  readonly group: OptionGroup;
  readonly commands: readonly CommandName[];
  /**
   * `everywhere`: a flag, a variable of the environment, a key of the configuration file. What
   * decides about one run alone, such as --apply, can only be a flag.
   */
  readonly sources: 'everywhere' | 'flag';
  /** Commands that cannot do without it; `hint` says what to give. */
  readonly needed?: { readonly by: readonly CommandName[]; readonly hint: string };
  /** A phrase for the help, without a full stop. */
  readonly about: string;
};

export type SwitchOption = Common & {
  readonly kind: 'switch';
  /** True for a flag that begins with --no-. */
  readonly default: boolean;
};

export type ValueOption = Common & {
  readonly kind: 'single' | 'list';
  /** As the help shows it: `<size>`. */
  readonly argument: `<${string}>`;
  readonly parse: Parser<unknown>;
  /** As a person would write it; goes through `parse` too. */
  readonly default?: string;
};

export type Option = SwitchOption | ValueOption;

/** boolean for a switch, a list for what may be repeated, undefined where there is no default. */
export type OptionValue<Row> = Row extends { readonly kind: 'switch' }
  ? boolean
  : Row extends { readonly kind: 'list'; readonly parse: Parser<infer Value> }
    ? readonly Value[]
    : Row extends { readonly parse: Parser<infer Value>; readonly default: string }
      ? Value
      : Row extends { readonly parse: Parser<infer Value> }
        ? Value | undefined
        : never;

/** `RECOUNT_INPUT_FORMAT` of `--input-format`; of a --no- flag, without the NO. */
export function environmentName({ flag }: Option): string {
  return `RECOUNT_${keyName(flag).replaceAll('-', '_').toUpperCase()}`;
}

/** `input-format`: what the flag is called in a configuration file. */
export function keyName(flag: string): string {
  return flag.replace(/^--(no-)?/, '');
}
