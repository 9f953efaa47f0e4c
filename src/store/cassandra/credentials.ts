/** Who a store is opened as: from the environment, or from a file as cqlsh has one. */
import { readFile } from 'node:fs/promises';
import { UsageError, systemErrorCode } from '../../base/errors.ts';
import { userFromEnvironment, type Credentials } from '../environment-user.ts';

export type CredentialSources = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** An ini file with `username = …` and `password = …`. */
  readonly file: string | undefined;
};

/** The file before the environment; undefined where neither says anything. */
export async function readCredentials({
  environment,
  file,
}: CredentialSources): Promise<Credentials | undefined> {
  if (file !== undefined) return credentialsFromFile(file);
  return userFromEnvironment(environment, 'CASSANDRA');
}

async function credentialsFromFile(path: string): Promise<Credentials> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new UsageError(`${path} cannot be read (${systemErrorCode(cause) ?? 'failed'})`, {
      hint: 'name a file of cqlsh with --credentials',
      cause,
    });
  }
  const valueOf = (name: string): string | undefined =>
    new RegExp(`^[ \\t]*${name}[ \\t]*[=:][ \\t]*(.+?)[ \\t]*\\r?$`, 'm').exec(text)?.[1];
  const [username, password] = [valueOf('username'), valueOf('password')];
  if (username !== undefined && password !== undefined) return { username, password };
  throw new UsageError(`${path} names no user with a password`, {
    hint: 'it needs two lines: username = NAME and password = WORD, as files of cqlsh have them',
  });
}
