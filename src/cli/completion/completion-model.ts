/** What shells can complete: commands, their options, and the values of options. */
import type { Option } from '../../config/option.ts';
import { optionNames, options, optionsOfCommand } from '../../config/options.ts';
import { commandGroups, type CommandGroup } from '../command-groups.ts';
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
  const names = [...new Set(pages.map(({ name }) => firstWord(name)))];
  const commands = names.map((name) => {
    return completedCommand(
      name,
      pages.filter((page) => firstWord(page.name) === name),
    );
  });
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

/** `pages`: one, or those of a group, whose second words follow with the options of all. */
function completedCommand(name: string, pages: readonly CommandPage[]): CompletedCommand {
  const own = new Set(pages.flatMap((page) => optionsOfCommand(page.name)));
  const [page] = pages;
  const isGroup = page?.name !== name;
  const about = isGroup ? commandGroups[name as CommandGroup].summary : page.summary;
  const words = isGroup
    ? pages.map((one) => one.name.slice(name.length + 1))
    : (page.argument?.choices ?? []);
  const completed = optionNames.filter((one) => own.has(one));
  return {
    name,
    about,
    options: [...completed.map((one) => completedOption(options[one])), helpOption],
    words,
  };
}

function firstWord(name: string): string {
  return name.split(' ')[0] ?? name;
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
