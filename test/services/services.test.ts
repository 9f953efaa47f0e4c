/** The servers that tests use: shared, proven, and gone when they should be. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newDataFolder } from './loopback.ts';
import { startServer } from './server-process.ts';
import { newProxy } from './toxiproxy.ts';
import { useService } from './use-service.ts';

const control = await useService('toxiproxy');

describe.skipIf(control === undefined)('a proxy', () => {
  const upstream = createServer((_request, response) => response.end('well'));
  beforeAll(() => new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise((resolve) => upstream.close(resolve)));

  test('lets through, breaks and mends as it is told', async () => {
    const { port } = upstream.address() as AddressInfo;
    const proxy = await newProxy(control ?? '', `127.0.0.1:${port}`);
    const read = async (): Promise<string> => {
      const response = await fetch(`http://${proxy.address}`, { headers: { connection: 'close' } });
      return response.text();
    };
    expect(await read()).toBe('well');
    await proxy.poison({ type: 'reset_peer', attributes: { timeout: 0 } });
    await expect(read()).rejects.toThrow('fetch failed');
    await proxy.poison();
    expect(await read()).toBe('well');
    await proxy.turn('off');
    await expect(read()).rejects.toThrow('fetch failed');
    await proxy.remove();
  });
});

describe('a server of a test', () => {
  test('that ends before it is ready says what it printed', async () => {
    const folder = await newDataFolder('server');
    const starting = startServer({
      command: 'sh',
      args: ['-c', 'echo no port left; exit 3'],
      log: join(folder.path, 'log'),
      isReady: () => false,
    });
    await expect(starting).rejects.toThrow('sh ended: no port left');
    await folder.remove();
  });

  test('is gone with all that it started once it was ended', async () => {
    const folder = await newDataFolder('server');
    const server = await startServer({
      command: 'sh',
      args: ['-c', 'sleep 1000 & echo child $!; wait'],
      log: join(folder.path, 'log'),
      isReady: (output) => output.includes('child'),
    });
    await server.end();
    const child = /child (\d+)/.exec(await readFile(join(folder.path, 'log'), 'utf8'))?.[1] ?? '';
    await expect.poll(() => isAlive(child)).toBe(false);
    await folder.remove();
  });
});

/** One that was killed may be listed as a zombie for as long as nobody asks for its exit code. */
async function isAlive(pid: string): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => 'State:\tgone');
  return !/^State:\s*(Z|X|gone)/m.test(status);
}
