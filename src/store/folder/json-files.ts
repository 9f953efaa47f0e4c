/**
 * Documents of a folder store: canonical JSON, written whole, checked a little when read.
 *
 * They are small, and read synchronously: a query reads three for each of its days, and handing
 * each read to another thread took twice the processor time of reading (measured, 80 days).
 */
import { readFileSync, readdirSync } from 'node:fs';
import { canonicalJson } from '../../base/canonical-json.ts';
import { DataError } from '../../base/errors.ts';
import { writeFileOnce, writeFileWhole } from './durable-files.ts';
import { isMissing, systemErrorFromFile } from './file-errors.ts';

export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFileWhole(path, `${canonicalJson(value)}\n`);
}

export async function writeJsonOnce(path: string, value: unknown): Promise<'written' | 'exists'> {
  return writeFileOnce(path, `${canonicalJson(value)}\n`);
}

/**
 * The document, or undefined where there is none. `schema` is what it must say of itself.
 * @throws DataError if it is no JSON object, or of another schema.
 */
export async function readJson<T>(path: string, schema?: number): Promise<T | undefined> {
  const text = await readText(path);
  if (text === undefined) return undefined;
  const value = objectFromText(path, text);
  if (schema !== undefined && value['schema'] !== schema) {
    throw new DataError(
      `${path}: schema ${schema} is expected, found ${JSON.stringify(value['schema'])}`,
      { hint: 'it was written by another version of recount: use that one' },
    );
  }
  return value as T;
}

/** Names in a folder, in no particular order; none where it is not there. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw systemErrorFromFile(folder, error);
  }
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw systemErrorFromFile(path, error);
  }
}

function objectFromText(path: string, text: string): Record<string, unknown> {
  const value = valueFromText(text);
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  throw new DataError(`${path} is damaged: it does not hold a JSON object`, {
    hint: 'restore this file from a backup of the store; no other file replaces it',
  });
}

function valueFromText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
