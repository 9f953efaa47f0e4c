/** One row of the table of options, and the type of its value. */
import type { ValueType } from './value-type.ts';

/** Of two words: the first is that of a group of commands. */
export const commandNames = [
  'rebuild',
  'audit',
  'repair',
  'rollup',
  'export',
  'query',
  'explain',
  'erase',
  'archive ls',
  'archive check',
  'store init',
  'store status',
  'store doctor',
  'store gc',
  'store unpin',
  'runs list',
  'runs show',
  'runs undo',
  'simulate',
  'config',
  'completion',
] as const;
export type CommandName = (typeof commandNames)[number];

/** Headings of the help, in their order. */
export const optionGroups = {
  traffic: 'What traffic',
  input: 'What to read',
  s3: 'Logs in S3',
  question: 'What to count',
  audit: 'What to check',
  days: 'Which days',
  target: 'Store and output',
  services: 'Stores that are services',
  consent: 'What to take all the same',
  limits: 'Limits',
  general: 'Of every command',
} as const;
export type OptionGroup = keyof typeof optionGroups;

type Common = {
  readonly flag: `--${string}`;
  readonly group: OptionGroup;
  /** `config` shows every setting, so it has those that are no decision about one run too. */
  readonly commands: readonly CommandName[];
  /**
   * `everywhere`: a flag, a variable of the environment, a key of the configuration file. What
   * decides about one run alone, such as --apply, can only be a flag.
   */
  readonly sources: 'everywhere' | 'not_in_file' | 'flag';
  /** Where it stands in the file, if not under the name of the flag: `archive.layout`. */
  readonly key?: string;
  /** Its name among the keys of a site, where a site may have a value of its own. */
  readonly siteKey?: string;
  /** Variables of other programs that say the same, looked at after its own, in this order. */
  readonly otherVariables?: readonly string[];
  /** Commands that cannot do without it; `hint` says what to give. */
  readonly needed?: {
    readonly by: readonly CommandName[];
    readonly hint: string;
    /** An option and the word that makes the command do without: `--fault help`. */
    readonly unless?: { readonly option: string; readonly text: string };
  };
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
  readonly type: ValueType<unknown>;
  /** As a person would write it; goes through the type's `parse` too. */
  readonly default?: string;
};

export type Option = SwitchOption | ValueOption;

/** boolean for a switch, a list for what may be repeated, undefined where there is no default. */
export type OptionValue<Row> = Row extends { readonly kind: 'switch' }
  ? boolean
  : Row extends { readonly kind: 'list'; readonly type: ValueType<infer Value> }
    ? readonly Value[]
    : Row extends { readonly type: ValueType<infer Value>; readonly default: string }
      ? Value
      : Row extends { readonly type: ValueType<infer Value> }
        ? Value | undefined
        : never;

/** `RECOUNT_INPUT_FORMAT` of `--input-format`; of a --no- flag, without the NO. */
export function environmentName({ flag }: Option): string {
  return `RECOUNT_${plainName(flag).toUpperCase()}`;
}

/** Variables that give an option its value, the first that is set counts. */
export function environmentNames(option: Option): readonly string[] {
  return [environmentName(option), ...(option.otherVariables ?? [])];
}

/** The key of erasures itself: a secret, so that no flag holds it and no list of settings. */
export const eraseKeyVariable = 'RECOUNT_ERASE_KEY';

/** Where an option stands in the configuration file: `limits.memory`; undefined = it may not. */
export function fileKey({ flag, key, sources }: Option): string | undefined {
  return sources === 'everywhere' ? (key ?? plainName(flag)) : undefined;
}

/** `input_format` of `--input-format`; of a --no- flag, without the no. */
function plainName(flag: string): string {
  return flag.replace(/^--(no-)?/, '').replaceAll('-', '_');
}
