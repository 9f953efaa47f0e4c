/** `npm run services`: servers for a developer, until Ctrl-C. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { answersOn } from './loopback.ts';
import { useInstalled } from './use-service.ts';

const top = join(import.meta.dirname, '../..');
const installed = await useInstalled('toxiproxy');

function keepUp(...names: readonly string[]) {
  const script = [join(top, 'test/start-script.js'), 'services', 'keep-services-up', ...names];
  const child = spawn(process.execPath, script, { cwd: top, stdio: ['ignore', 'pipe', 'pipe'] });
  return { child, closed: once(child, 'close') as Promise<[number | null]> };
}

describe.skipIf(installed === undefined)('servers that a developer asked for', () => {
  test('are up until Ctrl-C, and gone after it', async () => {
    const { child, closed } = keepUp('toxiproxy');
    const told = text(child.stderr);
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const [, port = ''] = /^toxiproxy +127\.0\.0\.1:(\d+)\n$/.exec(line.toString()) ?? [];
    expect(await answersOn('127.0.0.1', Number(port))).toBe(true);
    child.kill('SIGINT');
    expect(await closed).toEqual([0, null]);
    expect(await told).toBe('Ctrl-C ends them and removes their data\n');
    expect(await answersOn('127.0.0.1', Number(port))).toBe(false);
  });

  test('are named, where one is misspelt', async () => {
    const { child, closed } = keepUp('casandra');
    const told = await text(child.stderr);
    expect(told).toMatch(/^no service is called casandra; there are cassandra, cassandra41, /);
    expect(await closed).toEqual([2, null]);
  });
});
