/** The text of a file, gzipped or not, piece by piece and line by line. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DataError, SystemError, systemErrorCode, UsageError } from '../../base/errors.ts';
import { foreignFault } from './foreign-fault.ts';

/** Longest line: a row of 100,000 cells with all its sketches stays below it. */
export const lineCharsMax = 64 * 1024 * 1024;

/** A byte order mark at the start is left out. */
export async function* textPieces(path: string): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    const source = createReadStream(path);
    const bytes = (await isGzip(path)) ? pipeline(source, createGunzip(), () => undefined) : source;
    for await (const piece of bytes as AsyncIterable<Uint8Array>) {
      yield decoder.decode(piece, { stream: true });
    }
    yield decoder.decode();
  } catch (cause) {
    throw readFault(path, cause);
  }
}

/** Lines with their numbers from 1, without their ends. */
export async function* linesOfText(
  path: string,
): AsyncGenerator<{ readonly line: number; readonly text: string }, void, undefined> {
  let held = '';
  let line = 0;
  for await (const piece of textPieces(path)) {
    const lines = (held + piece).split('\n');
    held = lines.pop()!;
    if (held.length > lineCharsMax) {
      const hint = 'a file of rows holds one row a line, in JSON or CSV';
      throw foreignFault({ path, line: line + lines.length + 1 }, 'the line is too long', hint);
    }
    for (const text of lines) {
      line += 1;
      yield { line, text: text.endsWith('\r') ? text.slice(0, -1) : text };
    }
  }
  if (held !== '') yield { line: line + 1, text: held };
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

function readFault(path: string, cause: unknown): Error {
  const code = systemErrorCode(cause);
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA' || cause instanceof TypeError) {
    return new DataError(`${path} is not written in UTF-8`, {
      hint: 'save it as UTF-8: in a spreadsheet, as "CSV UTF-8"',
      cause,
    });
  }
  if (code?.startsWith('Z_') === true) {
    return new DataError(`${path} is a damaged gzip file (${code})`, {
      hint: 'fetch a whole copy of it',
      cause,
    });
  }
  if (code === 'ENOENT' || code === 'EISDIR') {
    const problem = code === 'ENOENT' ? 'is not there' : 'is a folder';
    return new UsageError(`${path} ${problem}`, { hint: 'name a file of rows', cause });
  }
  if (code === undefined) return cause as Error;
  return new SystemError(`${path} cannot be read (${code})`, {
    hint: 'check the permissions of the file and of the folders above it',
    cause,
  });
}
