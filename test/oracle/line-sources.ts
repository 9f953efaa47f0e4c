/** Where the oracle gets its lines: straight from an archive, or prepared from a faulty one. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { LineSource } from './oracle.ts';
import type { LineOutcome } from './read-oracle.ts';
import { quoted } from './rules-sql.ts';

/** The engine reads the objects itself. For archives whose every line is an event. */
export function sourceOfArchive(folder: string): LineSource {
  const prefix = folder.endsWith('/') ? folder : `${folder}/`;
  return {
    keys: keysOfFolder(folder),
    unreadable: [],
    query: (keys) => {
      const files = keys.map((key) => quoted(prefix + key)).join(', ');
      // A delimiter and quotes that no line has make each line one value.
      const csv = `read_csv([${files}], columns = {'text': 'varchar'}, auto_detect = false,
        header = false, delim = '\\x01', quote = '', escape = '', new_line = '\\n',
        filename = true, max_line_size = 4194304, strict_mode = false)`;
      // Lines are numbered on from object to object: only their order matters.
      return `
        select filename[${prefix.length + 1}:] as object, row_number() over () as line, text
        from ${csv}`;
    },
  };
}

export type SourceLine = {
  readonly object: string;
  /** From 1. */
  readonly line: number;
  readonly text: string;
};

/** A line that was planted, and what it is: see the list in the folder of the fixtures. */
export type PlantedLine = {
  readonly object: string;
  readonly line: number;
  readonly outcome: string;
  readonly why: string;
  /** The same event as a line that every reader of JSON understands alike. */
  readonly readAs?: string;
  readonly conflict?: boolean;
};

/** Outcomes of lines that a reader of JSON cannot be asked about. */
export const unreadableOutcomes: readonly string[] = ['oversized', 'blank', 'malformed'];

/** Lines that were prepared, written to a file for the engine. */
export function sourceOfLines(
  keys: readonly string[],
  lines: Iterable<SourceLine>,
  unreadable: readonly LineOutcome[] = [],
): LineSource {
  const work = mkdtempSync(join(tmpdir(), 'oracle-'));
  const path = join(work, 'lines.jsonl');
  writeFileSync(path, Array.from(lines, (line) => `${JSON.stringify(line)}\n`).join(''));
  return {
    keys,
    unreadable,
    query: (read) => `
      select object, line, text
      from read_json(${quoted(path)}, format = 'newline_delimited', auto_detect = false,
        columns = {object: 'varchar', line: 'bigint', text: 'varchar'})
      where list_contains([${read.map(quoted).join(', ')}], object)`,
    remove: () => rmSync(work, { recursive: true, force: true }),
  };
}

/**
 * The lines of an archive with planted ones: those that cannot be read are left out, others are
 * exchanged for what they must be read as. Everything by the list, nothing by looking at a line.
 */
export function sourceOfPlanted(folder: string, planted: readonly PlantedLine[]) {
  const keys = keysOfFolder(folder);
  const unreadable = planted.filter(({ outcome }) => unreadableOutcomes.includes(outcome));
  return sourceOfLines(keys, preparedLines(folder, keys, planted), unreadable);
}

function* preparedLines(
  folder: string,
  keys: readonly string[],
  planted: readonly PlantedLine[],
): Generator<SourceLine> {
  const byPlace = new Map(planted.map((entry) => [`${entry.object} ${entry.line}`, entry]));
  for (const object of keys) {
    for (const [index, bytes] of linesOfObject(folder, object).entries()) {
      const line = index + 1;
      const entry = byPlace.get(`${object} ${line}`);
      if (entry !== undefined && unreadableOutcomes.includes(entry.outcome)) continue;
      yield { object, line, text: entry?.readAs ?? bytes.toString('utf8') };
    }
  }
}

/** Lines without their line feeds. */
export function linesOfObject(folder: string, key: string): readonly Buffer[] {
  const content = readFileSync(join(folder, key));
  const bytes = key.endsWith('.gz') ? gunzipSync(content) : content;
  const lines: Buffer[] = [];
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(10, from);
    const until = end === -1 ? bytes.length : end;
    lines.push(bytes.subarray(from, until));
    from = until + 1;
  }
  return lines;
}

/** The keys below a folder that hold lines, ascending by their bytes. */
export function keysOfFolder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(gz|json|jsonl|log)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.replace(/\/$/, '').length + 1))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
