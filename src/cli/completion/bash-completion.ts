/** Completion for bash, from version 3.2 on, which macOS still has. */
import type { CompletedOption, CompletedValue, CompletionModel } from './completion-model.ts';

export function bashCompletion({ commands, options }: CompletionModel): string {
  const names = commands.map(({ name }) => name);
  const optionsByFlag = new Map(
    [...options, ...commands.flatMap((command) => command.options)].map((one) => [one.flag, one]),
  );
  const withValues = [...optionsByFlag.values()].filter(({ value }) => value.kind !== 'none');
  const lines = [
    '# Completion of recount for bash: source <(recount completion bash)',
    '_recount() {',
    "  local IFS=$'\\n' current previous command= index words",
    '  COMPREPLY=()',
    '  current=${COMP_WORDS[COMP_CWORD]}',
    '  previous=${COMP_WORDS[COMP_CWORD-1]}',
    '  # --flag=value comes as three words.',
    '  if [[ $current == "=" ]]; then current=',
    '  elif [[ $previous == "=" ]]; then previous=${COMP_WORDS[COMP_CWORD-2]}',
    '  fi',
    '  case $previous in',
    ...withValues.flatMap(valueCase),
    '  esac',
    '  for ((index = 1; index < COMP_CWORD; index++)); do',
    '    case ${COMP_WORDS[index]} in',
    ...options
      .filter(({ value }) => value.kind !== 'none')
      .map(({ flag }) => `      ${flag}) index=$((index + 1)) ;;`),
    `      ${names.join('|')}) command=\${COMP_WORDS[index]}; break ;;`,
    '    esac',
    '  done',
    '  case $command in',
    ...commands.map((command) => {
      const flags = command.options.map(({ flag }) => flag);
      return `    ${command.name}) words=${wordList([...command.words, ...flags])} ;;`;
    }),
    `    *) words=${wordList([...names, ...options.map(({ flag }) => flag)])} ;;`,
    '  esac',
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '}',
    'complete -F _recount recount',
  ];
  return `${lines.join('\n')}\n`;
}

function valueCase({ flag, value }: CompletedOption): readonly string[] {
  return [`    ${flag}) ${replyOf(value)}return ;;`];
}

function replyOf(value: CompletedValue): string {
  switch (value.kind) {
    case 'none':
    case 'text':
      return '';
    case 'words':
      return `COMPREPLY=($(compgen -W ${wordList(value.words)} -- "$current")); `;
    case 'file':
    case 'folder': {
      const flag = value.kind === 'file' ? '-f' : '-d';
      // Quotes names with spaces; bash 3.2 has no compopt.
      const quoted = 'compopt -o filenames 2>/dev/null; ';
      return `${quoted}COMPREPLY=($(compgen ${flag} -- "$current")); `;
    }
  }
}

/** Separated by line ends, like everything here, for the sake of paths with spaces. */
function wordList(words: readonly string[]): string {
  return `$'${words.join('\\n')}'`;
}
