/**
 * How a test file gets a server: at its top, `const address = await useService('cassandra')`, and
 * `describe.skipIf(address === undefined)`. On a build server everything must be had.
 */
import { get } from 'node:http';
import { inject } from 'vitest';
import type { Answer } from './service-pool.ts';
import type { ServiceName } from './services.ts';

/** `host:port` of the server that all test files share; undefined where it cannot be had. */
export async function useService(name: ServiceName): Promise<string | undefined> {
  return ask(`shared/${name}`);
}

/** The folder to start servers of one's own from; undefined where it cannot be had. */
export async function useInstalled(name: ServiceName): Promise<string | undefined> {
  return ask(`installed/${name}`);
}

async function ask(what: string): Promise<string | undefined> {
  const { kind, text } = await answerTo(`${inject('services')}/${what}`);
  if (kind === 'had') return text;
  if (process.env['CI'] === 'true') throw new Error(text);
  return undefined;
}

/** Without a time-out: the first to ask waits for the fetching too. */
async function answerTo(url: string): Promise<Answer> {
  const text = await new Promise<string>((resolve, reject) => {
    get(url, (response) => {
      let received = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => (received += piece));
      response.on('end', () => resolve(received));
    }).on('error', reject);
  });
  return JSON.parse(text) as Answer;
}
