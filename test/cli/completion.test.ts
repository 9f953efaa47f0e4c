/** What shells complete, asked of the shells themselves. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandNames } from '../../src/config/option.ts';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';
import { runMain } from './run-main.ts';

let folder = '';
const scripts = new Map<string, string>();

beforeAll(async () => {
  folder = temporaryFolder();
  mkdirSync(join(folder, 'raw logs'));
  mkdirSync(join(folder, 'work'));
  writeFileSync(join(folder, 'work', 'recount.yaml'), '');
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, stdout, stderr } = await runMain(['completion', shell]);
    expect([code, stderr]).toEqual([0, '']);
    const path = join(folder, `recount.${shell}`);
    writeFileSync(path, stdout);
    scripts.set(shell, path);
  }
});
afterAll(() => removeFolder(folder));

function shellOutput(shell: string, argv: readonly string[]): readonly string[] {
  const { stdout, stderr, status } = spawnSync(shell, argv, { cwd: folder, encoding: 'utf8' });
  expect([stderr, status]).toEqual(['', 0]);
  return stdout.split('\n').filter(Boolean);
}

/** What bash offers when Tab is pressed behind the last of these words. */
function inBash(...words: readonly string[]): readonly string[] {
  const script = [
    'source "$1"; shift',
    'COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))',
    '_recount',
    'for reply in "${COMPREPLY[@]}"; do printf "%s\\n" "$reply"; done',
  ].join('\n');
  const argv = ['--norc', '-c', script, 'bash', scripts.get('bash') ?? '', 'recount', ...words];
  return shellOutput('bash', argv);
}

describe('bash completes', () => {
  const firstWords = [...new Set(commandNames.map((name) => name.split(' ')[0] ?? ''))];

  test('commands, and options that every command has', () => {
    const offered = inBash('');
    expect(offered).toEqual(expect.arrayContaining([...firstWords, 'help', '--config', '--help']));
    expect(offered).not.toContain('--late');
  });

  test('the beginning of a command', () => {
    expect(inBash('reb')).toEqual(['rebuild']);
    expect(inBash('help', 'exp')).toEqual(['export', 'explain']);
  });

  test('the options of a command, and no others', () => {
    expect(inBash('rebuild', '--arch')).toEqual([
      '--archive',
      '--archive-layout',
      '--archive-expect',
    ]);
    expect(inBash('export', '--arch')).toEqual([]);
    expect(inBash('--quiet', '--config', 'rebuild', 'export', '--gr')).toEqual(['--grain']);
  });

  test('values of options that have a few, also behind =', () => {
    expect(inBash('export', '--grain', '')).toEqual(['5m', '1d', 'all']);
    expect(inBash('export', '--format', '=', 'c')).toEqual(['csv']);
    expect(inBash('export', '--format', '=')).toEqual(['table', 'jsonl', 'csv']);
    expect(inBash('completion', 'z')).toEqual(['zsh']);
  });

  test('folders and files, with spaces in their names', () => {
    expect(inBash('rebuild', '--archive', 'r')).toEqual(['raw logs']);
    expect(inBash('config', '--config', 'work/')).toEqual(['work/recount.yaml']);
  });

  test('nothing where it cannot know', () => {
    expect(inBash('export', '--site', '')).toEqual([]);
  });
});

describe.each(['zsh', 'fish'])('the script for %s', (shell) => {
  const isThere = spawnSync(shell, ['-c', 'true']).status === 0;

  test.skipIf(!isThere)('is one that the shell can read', () => {
    expect(shellOutput(shell, ['-n', scripts.get(shell) ?? ''])).toEqual([]);
  });
});

const hasFish = spawnSync('fish', ['-c', 'true']).status === 0;

describe.skipIf(!hasFish)('fish completes', () => {
  function inFish(line: string): readonly string[] {
    const script = `source ${scripts.get('fish') ?? ''}; complete -C '${line}'`;
    const lines = shellOutput('fish', ['--no-config', '-c', script]);
    return lines.map((offer) => offer.split('\t')[0] ?? '');
  }

  test('commands, options, values and folders', () => {
    expect(inFish('recount reb')).toEqual(['rebuild']);
    expect(inFish('recount export --grain ')).toEqual(['1d', '5m', 'all']);
    expect(inFish('recount rebuild --archive-e')).toEqual(['--archive-expect']);
    expect(inFish('recount export --archive')).toEqual([]);
    expect(inFish('recount rebuild --archive wo')).toEqual(['work/']);
  });
});

test('a shell that is not known is refused with those that are', async () => {
  const { code, stderr } = await runMain(['completion', 'tcsh']);
  expect(code).toBe(2);
  expect(stderr).toContain('bash, zsh, fish');
});
