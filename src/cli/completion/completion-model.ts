/** What shells can complete: commands, their options, and the values of options. */
import type { Option } from '../../config/option.ts';
import { optionNames, options, optionsOfCommand } from '../../config/options.ts';
import type { CommandPage } from '../command-page.ts';

/** What follows an option: nothing, one of some words, a path, or a text that nobody knows. */
export type CompletedValue =
  | { readonly kind: 'none' }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'file' }
  | { readonly kind: 'folder' }
  | { readonly kind: 'text' };

export type CompletedOption = {
  readonly flag: string;
  readonly about: string;
  /** What the value is called: `size`. */
  readonly valueName: string;
  readonly value: CompletedValue;
  readonly isRepeatable: boolean;
};

export type CompletedCommand = {
  readonly name: string;
  readonly about: string;
  readonly options: readonly CompletedOption[];
  /** Words that may follow without a flag. */
  readonly words: readonly string[];
};

export type CompletionModel = {
  readonly commands: readonly CompletedCommand[];
  /** Options that may stand before the command. */
  readonly options: readonly CompletedOption[];
};

const helpOption = switchOf('--help', 'print this help');

export function completionModel(pages: readonly CommandPage[]): CompletionModel {
  const commands = pages.map(({ name, summary, argument }) => ({
    name,
    about: summary,
    options: [...optionsOfCommand(name).map((own) => completedOption(options[own])), helpOption],
    words: argument?.choices ?? [],
  }));
  const names = pages.map(({ name }) => name);
  const help = { name: 'help', about: 'print the help of a command', options: [], words: names };
  const general = optionNames
    .map((name): Option => options[name])
    .filter(({ group }) => group === 'general');
  return {
    commands: [...commands, help],
    options: [
      ...general.map(completedOption),
      switchOf('--version', 'print the version'),
      helpOption,
    ],
  };
}

function switchOf(flag: string, about: string): CompletedOption {
  return { flag, about, valueName: '', value: { kind: 'none' }, isRepeatable: false };
}

function completedOption(option: Option): CompletedOption {
  const { flag, about, kind } = option;
  if (kind === 'switch') return switchOf(flag, about);
  const valueName = option.argument.slice(1, -1);
  return { flag, about, valueName, value: valueOf(option), isRepeatable: kind === 'list' };
}

function valueOf({ type }: Extract<Option, { readonly argument: string }>): CompletedValue {
  if (type.choices !== undefined) return { kind: 'words', words: type.choices };
  return { kind: type.path ?? 'text' };
}
