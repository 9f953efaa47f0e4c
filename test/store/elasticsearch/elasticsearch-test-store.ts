/** Elasticsearch stores for tests: each under a prefix of its own on the server that all share. */
import { randomBytes } from 'node:crypto';
import { openStore } from '../../../src/places/open-store.ts';
import type { ServiceSettings } from '../../../src/store/service-settings.ts';
import type { Store } from '../../../src/store/store.ts';
import type { TestStore } from '../contract-subject.ts';

export const serviceSettings: ServiceSettings = {
  environment: {},
  now: () => Date.now(),
  replication: '1',
};

export function newPrefix(): string {
  return `recount_${randomBytes(6).toString('hex')}`;
}

/** @param address `host:port` of a server without users and without TLS. */
export async function openElasticsearchTestStore(address: string): Promise<TestStore> {
  const prefix = newPrefix();
  const open = (isMade: boolean): Promise<Store> => openAt(`${address}/${prefix}`, isMade);
  return {
    store: await open(true),
    openAgain: () => open(false),
    remove: () => removeStore(address, prefix),
  };
}

/** @param place `host:port/prefix`. */
export function openAt(place: string, isMade: boolean): Promise<Store> {
  const options = { isMade, engineBytesMax: 0, services: serviceSettings };
  return openStore(`elasticsearch://${place}`, options);
}

/** As an operator would: its indices, then its templates. */
export async function removeStore(address: string, prefix: string): Promise<void> {
  const names = (await askServer(address, 'GET', `/_cat/indices/${prefix}-*?format=json`)) as {
    readonly index: string;
  }[];
  for (const { index } of names) await askServer(address, 'DELETE', `/${index}`);
  await askServer(address, 'DELETE', `/_index_template/${prefix}-*`);
}

/** Asks past recount. @throws Error with the answer where it is no success. */
export async function askServer(
  address: string,
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  path: string,
  body?: object,
): Promise<unknown> {
  const response = await fetch(`http://${address}${path}`, {
    method,
    ...(body && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}
