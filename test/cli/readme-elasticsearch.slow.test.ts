/** The commands of the README for Elasticsearch as a reader would paste them, on their port. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startElasticsearch, type ElasticsearchNode } from '../services/elasticsearch.ts';
import { answersOn } from '../services/loopback.ts';
import { useInstalled } from '../services/use-service.ts';

const clone = join(import.meta.dirname, '../..');
const installed = await useInstalled('elasticsearch');
/** As they stand there; another one is taken only where somebody has this one. */
const port = 9200;
const options = (await answersOn('127.0.0.1', port)) ? {} : { port };

const [, commands = '', shown = ''] =
  /```sh\n([^`]*elasticsearch:\/\/[^`]*)```\n\n```text\n([^`]*)```/.exec(
    readFileSync(join(clone, 'README.md'), 'utf8'),
  ) ?? [];

describe.skipIf(installed === undefined)('the commands of the README', () => {
  let node: ElasticsearchNode;
  beforeAll(async () => {
    node = await startElasticsearch(installed ?? '', options);
  });
  afterAll(() => node.stop());

  test('make a store in Elasticsearch, fill it and ask it', () => {
    expect(commands.match(/^node bin\/recount.js \S+/gm)).toEqual([
      'node bin/recount.js store',
      'node bin/recount.js rebuild',
      'node bin/recount.js query',
    ]);
    const here = (text: string): string => text.replaceAll(`127.0.0.1:${port}`, node.address);
    const { stdout } = spawnSync('bash', ['-c', `{ ${here(commands)}\n} 2>&1`], {
      cwd: clone,
      encoding: 'utf8',
    });
    expect(stdout).toBe(here(shown));
  });
});
