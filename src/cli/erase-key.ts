/** The key of erasures: from a file or the environment, never from a store. */
import { readFileSync } from 'node:fs';
import { systemErrorCode, UsageError } from '../base/errors.ts';
import { eraseKeyVariable } from '../config/option.ts';
import type { Session } from './session.ts';

/** A shorter key could be tried out; 32 random bytes in base64 are 44. */
const keyBytesMin = 16;

const makeHint = 'to make one, and keep it safe:\n  head -c 32 /dev/urandom | base64 > erase.key';

/** @throws UsageError where none is given. */
export function neededEraseKey(
  session: Session,
  values: { readonly eraseKeyFile: string | undefined },
): Uint8Array {
  const key = readEraseKey(session, values);
  if (key !== undefined) return key;
  throw new UsageError('the key of erasures is missing', {
    hint: `name its file with --erase-key-file, or give it as ${eraseKeyVariable};\n${makeHint}`,
  });
}

/**
 * undefined where none is given. Space at its end is not part of it.
 * @throws UsageError for a file that cannot be read, or a key that is too short.
 */
export function readEraseKey(
  { surroundings }: Session,
  { eraseKeyFile }: { readonly eraseKeyFile: string | undefined },
): Uint8Array | undefined {
  const [text, from] =
    eraseKeyFile === undefined
      ? [surroundings.environment[eraseKeyVariable], eraseKeyVariable]
      : [textOfFile(eraseKeyFile), eraseKeyFile];
  if (text === undefined || text === '') return undefined;
  const key = Buffer.from(text.trimEnd());
  if (key.length >= keyBytesMin) return key;
  const found = `${String(key.length)} bytes`;
  throw new UsageError(`the key of erasures in ${from} is too short: ${found}`, {
    hint: `it needs ${String(keyBytesMin)} bytes at least; ${makeHint}`,
  });
}

function textOfFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = systemErrorCode(error) ?? 'unreadable';
    throw new UsageError(`the key of erasures cannot be read from ${path}: ${code}`, {
      hint: makeHint,
      cause: error,
    });
  }
}
