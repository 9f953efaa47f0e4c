/** Reads the project's files from disk: those that git tracks and those it would add. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TreeFile } from './finding.ts';

/** Enough for some hundred thousand paths. */
const listBytesMax = 64 * 1024 * 1024;

export function readTree(top: string): TreeFile[] {
  const list = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    cwd: top,
    encoding: 'utf8',
    maxBuffer: listBytesMax,
  });
  return list
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(top, path)))
    .map((path) => ({ path, text: textFromBytes(readFileSync(join(top, path))) }));
}

/** Empty for a binary file, which has a zero byte near its start. */
function textFromBytes(bytes: Buffer): string {
  return bytes.subarray(0, 8000).includes(0) ? '' : bytes.toString('utf8');
}
