/** Who a store is opened as: from the environment, or from a file as cqlsh has one. */
import { readFile } from 'node:fs/promises';
import { UsageError, systemErrorCode } from '../../base/errors.ts';

export type Credentials = { readonly username: string; readonly password: string };

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
  const { CASSANDRA_USERNAME: username, CASSANDRA_PASSWORD: password } = environment;
  if (!username && !password) return undefined;
  if (username && password) return { username, password };
  const missing = username ? 'CASSANDRA_PASSWORD' : 'CASSANDRA_USERNAME';
  throw new UsageError(`${missing} is not set, and the other one is`, {
    hint: 'set both CASSANDRA_USERNAME and CASSANDRA_PASSWORD, or neither',
  });
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
