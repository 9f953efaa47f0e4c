/** Servers are fetched once, and used only where they are what was pinned. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';
import { installService } from './install-service.ts';
import type { Service } from './service.ts';

let cache = '';
let fetched = 0;
beforeEach(() => {
  cache = temporaryFolder();
  fetched = 0;
  vi.stubEnv('RECOUNT_SERVICES_CACHE', cache);
});
afterEach(() => {
  vi.unstubAllEnvs();
  removeFolder(cache);
});

const service: Service = {
  name: 'server-1.2.3',
  needs: 'nothing',
  digest: 'that of its bytes',
  install(folder) {
    fetched += 1;
    writeFileSync(join(folder, 'program'), 'its bytes');
    return Promise.resolve();
  },
  digestOf: (folder) => Promise.resolve(`that of ${readFileSync(join(folder, 'program'), 'utf8')}`),
  start: () => Promise.reject(new Error('it is not to be started')),
};

test('a server is fetched by the first that asks, with a line that says so', async () => {
  const told: string[] = [];
  const note = (line: string): void => void told.push(line);
  const folder = join(cache, 'server-1.2.3');
  expect(await installService(service, note)).toBe(folder);
  expect(await installService(service, note)).toBe(folder);
  expect([fetched, told]).toEqual([1, [`fetching server-1.2.3 into ${cache}, once`]]);
});

test('two that ask at once fetch it apart, and have the same', async () => {
  const both = [installService(service, () => undefined), installService(service, () => undefined)];
  expect(new Set(await Promise.all(both))).toEqual(new Set([join(cache, 'server-1.2.3')]));
  expect(readdirSync(cache)).toEqual(['server-1.2.3']);
});

test('another one than was pinned is not used, and nothing of it stays', async () => {
  const changed = { ...service, digest: 'that of other bytes' };
  await expect(installService(changed, () => undefined)).rejects.toThrow(
    'what was fetched has the digest that of its bytes, expected that of other bytes',
  );
  expect(readdirSync(cache)).toEqual([]);
});
