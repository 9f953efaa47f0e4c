/** Completion for zsh. */
import type { CompletedOption, CompletedValue, CompletionModel } from './completion-model.ts';

export function zshCompletion({ commands, options }: CompletionModel): string {
  const lines = [
    '#compdef recount',
    '# Completion of recount for zsh: source <(recount completion zsh)',
    '_recount() {',
    '  local context state state_descr line',
    '  typeset -A opt_args',
    '  local -a commands',
    '  commands=(',
    ...commands.map(({ name, about }) => `    ${quoted(`${name}:${about}`)}`),
    '  )',
    '  _arguments -C \\',
    ...options.map((option) => `    ${quoted(specOf(option))} \\`),
    "    '1: :->command' '*:: :->rest'",
    '  case $state in',
    "    command) _describe -t commands 'command' commands ;;",
    '    rest)',
    '      case $words[1] in',
    ...commands.flatMap((command) => [
      `        ${command.name})`,
      '          _arguments \\',
      ...command.options.map((option) => `            ${quoted(specOf(option))} \\`),
      `            ${argumentSpec(command.words)}`,
      '          ;;',
    ]),
    '      esac',
    '      ;;',
    '  esac',
    '}',
    '# Read by `source`, or found in $fpath.',
    'if [[ $funcstack[1] == _recount ]]; then _recount "$@"; else compdef _recount recount; fi',
  ];
  return `${lines.join('\n')}\n`;
}

function argumentSpec(words: readonly string[]): string {
  return words.length === 0 ? "'*: :'" : quoted(`1: :(${words.join(' ')})`);
}

/** `*--site=[a site, as the log names it]:site:` */
function specOf({ flag, about, valueName, value, isRepeatable }: CompletedOption): string {
  const start = `${isRepeatable ? '*' : ''}${flag}`;
  const explained = `[${about.replace(/[\\[\]]/g, '\\$&')}]`;
  if (value.kind === 'none') return start + explained;
  return `${start}=${explained}:${valueName}:${actionOf(value)}`;
}

function actionOf(value: CompletedValue): string {
  switch (value.kind) {
    case 'none':
    case 'text':
      return ' ';
    case 'words':
      return `(${value.words.join(' ')})`;
    case 'file':
      return '_files';
    case 'folder':
      return '_files -/';
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
