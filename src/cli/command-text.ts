/** The exact command to run next: the flags of this one, with dates fixed and flags added. */
import type { CommandName } from '../config/option.ts';
import { options, type OptionName } from '../config/options.ts';
import type { Settings } from '../config/resolve-options.ts';

export type CommandChanges = {
  /** Texts in place of what was given, as the date that `yesterday` was. */
  readonly replaced: ReadonlyMap<OptionName, string>;
  /** Left out, as --estimate. */
  readonly dropped: readonly OptionName[];
  /** `['--apply']`, `['--accept-incomplete', '2026-03-08']`. */
  readonly added: readonly (readonly string[])[];
  /** What follows the command without a flag, as the id of a run. */
  readonly operands?: readonly string[];
};

/**
 * Lines that a shell takes as one command, broken between flags. What came from the environment or
 * a file is left to come from there again.
 */
export function commandLines(
  settings: Pick<Settings<CommandName>, 'command' | 'found'>,
  changes: CommandChanges,
  columns: number,
): readonly string[] {
  const { operands = [] } = changes;
  const words = [['recount', settings.command, ...operands.map(shellWord)].join(' ')];
  for (const [name, { origin, texts }] of settings.found) {
    if (origin !== 'flag' || changes.dropped.includes(name)) continue;
    const { flag, kind } = options[name];
    const replaced = changes.replaced.get(name);
    if (kind === 'switch') words.push(flag);
    else if (replaced !== undefined) words.push(`${flag} ${shellWord(replaced)}`);
    else for (const text of texts) words.push(`${flag} ${shellWord(text)}`);
  }
  for (const added of changes.added) {
    const word = added.map(shellWord).join(' ');
    if (!words.includes(word)) words.push(word);
  }
  return brokenLines(words, columns);
}

/** Quoted where a shell would change it. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

const continuation = '    ';
/** Room for ` \` at the end and for the indent that the caller puts before. */
const reservedColumns = 4;

function brokenLines(words: readonly string[], columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    if (line === '') line = word;
    else if (line.length + 1 + word.length <= columns - reservedColumns) line += ` ${word}`;
    else {
      lines.push(`${line} \\`);
      line = continuation + word;
    }
  }
  return [...lines, line];
}
