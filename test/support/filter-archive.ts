/** A copy of an archive of gzipped lines without some of them. */
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

export function filterArchive(from: string, to: string, isKept: (line: string) => boolean): void {
  cpSync(from, to, { recursive: true });
  for (const path of logsOf(to)) {
    const lines = linesOf(path).filter(isKept);
    writeFileSync(path, gzipSync(lines.join('\n'), { level: 1 }));
  }
}

/** Every line of an archive, in archive order. */
export function linesOfArchive(folder: string): readonly string[] {
  return logsOf(folder).flatMap(linesOf);
}

function logsOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.gz'))
    .sort()
    .map((name) => join(folder, name));
}

function linesOf(path: string): readonly string[] {
  return gunzipSync(readFileSync(path)).toString('utf8').split('\n').filter(Boolean);
}
