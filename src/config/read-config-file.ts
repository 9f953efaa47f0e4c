/** Finds and reads the configuration file. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SystemError, systemErrorCode, UsageError } from '../base/errors.ts';
import { noConfigFile, type ConfigFile } from './config-file.ts';

/** Looked for where the program runs, unless a file is named. */
export const configFileName = 'recount.yaml';

/** A configuration of ten thousand sites has about a megabyte. */
const fileBytesMax = 16 * 1024 * 1024;

/**
 * @param named the file asked for; without one, that of the usual name in `folder` where it is.
 * @throws UsageError if there is no such file or it is no text, SystemError if it is unreadable.
 */
export async function readConfigFile({
  named,
  folder,
}: {
  named: string | undefined;
  folder: string;
}): Promise<ConfigFile> {
  const path = named ?? join(folder, configFileName);
  const bytes = await readBytes(path, named !== undefined);
  if (bytes === undefined) return noConfigFile;
  const name = named ?? configFileName;
  if (bytes.length > fileBytesMax) throw noConfiguration(name, 'is larger than 16 MiB');
  const text = textFromBytes(bytes);
  if (text === undefined) throw noConfiguration(name, 'is no text in UTF-8');
  // Loaded when there is something to read: the schema library takes longer than a short command.
  const { configFromText } = await import('./config-from-text.ts');
  return configFromText(text, { name, folder: dirname(path) });
}

async function readBytes(path: string, isNeeded: boolean): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (cause) {
    const code = systemErrorCode(cause) ?? 'unknown';
    if (code === 'ENOENT' && !isNeeded) return undefined;
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') {
      throw noConfiguration(path, code === 'ENOENT' ? 'is not there' : 'is no file', cause);
    }
    throw new SystemError(`the configuration ${path} cannot be read (${code})`, {
      hint: 'check the permissions of the file and of the folders above it',
      cause,
    });
  }
}

function noConfiguration(name: string, problem: string, cause?: unknown): UsageError {
  return new UsageError(`the configuration ${name} ${problem}`, {
    hint: 'name a YAML file with --config or RECOUNT_CONFIG; `man recount.yaml` says what is in it',
    cause,
  });
}

/** A byte order mark is left out. */
function textFromBytes(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // The decoder throws for nothing but bytes that are no UTF-8.
    return undefined;
  }
}
