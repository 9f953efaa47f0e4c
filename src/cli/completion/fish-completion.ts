/** Completion for fish. */
import type { CompletedOption, CompletedValue, CompletionModel } from './completion-model.ts';

export function fishCompletion({ commands, options }: CompletionModel): string {
  const generalFlags = new Set(options.map(({ flag }) => flag));
  const lines = [
    '# Completion of recount for fish: recount completion fish | source',
    'complete -c recount -f',
    ...options.map((option) => `complete -c recount ${optionWords(option)}`),
    ...commands.map(({ name, about }) => {
      return `complete -c recount -n __fish_use_subcommand -a ${name} -d ${quoted(about)}`;
    }),
    ...commands.flatMap(({ name, options: own, words }) => {
      const start = `complete -c recount -n '__fish_seen_subcommand_from ${name}'`;
      const flags = own.filter(({ flag }) => !generalFlags.has(flag));
      return [
        ...flags.map((option) => `${start} ${optionWords(option)}`),
        ...(words.length === 0 ? [] : [`${start} -a ${quoted(words.join(' '))}`]),
      ];
    }),
  ];
  return `${lines.join('\n')}\n`;
}

function optionWords({ flag, about, value }: CompletedOption): string {
  return `-l ${flag.slice(2)}${valueWords(value)} -d ${quoted(about)}`;
}

function valueWords(value: CompletedValue): string {
  switch (value.kind) {
    case 'none':
      return '';
    case 'text':
      return ' -x';
    case 'words':
      return ` -x -a ${quoted(value.words.join(' '))}`;
    case 'file':
      return ' -r -F';
    case 'folder':
      return " -x -a '(__fish_complete_directories)'";
  }
}

/** In single quotes fish reads nothing but the backslash and the quote itself. */
function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
