/** `recount simulate`: what it writes is what the simulator makes, fault by fault. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { faults } from '../../src/simulate/faults.ts';
import { simulateArchive } from '../../src/simulate/simulate-archive.ts';
import { defaultSimulation } from '../../src/simulate/simulate-options.ts';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';
import { bytesOfObject } from '../support/write-archive.ts';
import { runMain } from './run-main.ts';

let root = '';
beforeEach(() => (root = temporaryFolder()));
afterEach(() => {
  removeFolder(root);
});

const few = ['--from', '2026-03-08', '--events', '300', '--traffic', 'news.example=UTC'];

/** The same traffic straight from the simulator. */
const options = {
  ...defaultSimulation,
  sites: [{ site: 'news.example', zone: 'UTC', urls: 20, visitors: 60, share: 1 }],
  fromDay: 20_520,
  eventsPerDay: 300,
};

function filesOf(folder: string): readonly (readonly [string, string])[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort()
    .map((name) => [name, readFileSync(join(folder, name)).toString('hex')]);
}

test.each(['', ...faults.filter(({ formats }) => formats === 'any').map(({ name }) => name)])(
  'the archive with the fault "%s" is written byte for byte',
  async (name) => {
    const into = join(root, 'logs');
    const fault = name === '' ? [] : ['--fault', `${name}:12`];
    const ended = await runMain(['simulate', '--into', into, ...few, ...fault]);
    expect(ended.code).toBe(0);
    const requests = faults.filter((known) => known.name === name);
    const expected = [];
    const simulated = simulateArchive({
      ...options,
      faults: requests.map((known) => ({ name: known.name as 'crlf', object: 12 })),
    });
    for (const object of simulated) {
      expected.push([object.key, bytesOfObject(object).toString('hex')] as const);
    }
    expect(filesOf(into)).toEqual(expected.sort(([a], [b]) => (a < b ? -1 : 1)));
  },
);

test('nothing is ever overwritten', async () => {
  await runMain(['simulate', '--into', root, ...few]);
  const ended = await runMain(['simulate', '--into', root, ...few]);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain('is not empty');
});

test('a misspelt fault is offered its name, and a list of all', async () => {
  const ended = await runMain(['simulate', '--into', root, ...few, '--fault', 'crfl']);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain('did you mean crlf?');
  const listed = await runMain(['simulate', '--into', root, '--fault', 'help']);
  expect(listed.stdout.split('\n')).toHaveLength(faults.length + 1);
});
