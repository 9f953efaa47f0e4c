/** The user of a service from the environment: `CASSANDRA_USERNAME` and `CASSANDRA_PASSWORD`. */
import { UsageError } from '../base/errors.ts';

export type Credentials = { readonly username: string; readonly password: string };

/**
 * undefined where neither is set.
 * @throws UsageError where one is set without the other.
 */
export function userFromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  prefix: 'CASSANDRA' | 'ELASTICSEARCH',
): Credentials | undefined {
  const names = { username: `${prefix}_USERNAME`, password: `${prefix}_PASSWORD` };
  const username = environment[names.username];
  const password = environment[names.password];
  if (!username && !password) return undefined;
  if (username && password) return { username, password };
  throw new UsageError(
    `${username ? names.password : names.username} is not set, and the other one is`,
    {
      hint: `set both ${names.username} and ${names.password}, or neither`,
    },
  );
}
