/** A store in which one run published a day, and another one published it anew. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';
import { runMain, steadyResult, testNowMs, writeWorkedArchive } from './run-main.ts';
import type { MainOptions, MainResult } from './run-main.ts';

export const firstRun = '20260410T120000Z-000001';
/** 201 = 0xc9: the first of the second minute's ids. */
export const secondRun = '20260410T120200Z-0000c9';

/** Has folders for each test of the file that makes one. */
export class TwoRuns {
  folder = '';
  store = '';
  #logs = '';

  constructor() {
    beforeEach(() => {
      this.folder = temporaryFolder();
      this.store = join(this.folder, 'store');
      this.#logs = writeWorkedArchive(join(this.folder, 'logs'));
    });
    afterEach(() => removeFolder(this.folder));
  }

  run(argv: readonly string[], options: MainOptions = {}): Promise<MainResult> {
    return runMain([...argv, '--store', this.store], options);
  }

  async steady(argv: readonly string[], options: MainOptions = {}): Promise<string> {
    return steadyResult(await this.run(argv, options), this.folder);
  }

  publish(more: readonly string[], options: MainOptions): Promise<MainResult> {
    const argv = [
      ...['rebuild', '--archive', this.#logs, '--site', 'news.example', '--zone', 'UTC'],
      ...['--from', '2026-03-08', '--until', '2026-03-09', '--retain', '5m=forever', '--apply'],
    ];
    return this.run([...argv, ...more], options);
  }

  /** A late log brings a third page view, of a third visitor. */
  async publishTwice(): Promise<void> {
    await this.publish(['--reason', 'first build'], minutesLater(0));
    writeFileSync(
      join(this.#logs, 'events/2026/03/08/11/more.jsonl'),
      '{"apikey": "news.example", "action": "pageview", "event_id": "late-1", ' +
        '"ts_action": "2026-03-08 11:00:00", "url": "https://news.example/late", ' +
        '"visitor_site_id": "somebody-else"}\n',
    );
    const { code } = await this.publish(['--reason', 'a late log'], minutesLater(2));
    expect(code).toBe(0);
  }
}

/** So many minutes after noon, with ids of its own. */
export function minutesLater(minutes: number): MainOptions {
  let drawn = minutes * 100;
  return {
    now: () => testNowMs + minutes * 60_000,
    randomHex: (bytes) => (drawn += 1).toString(16).padStart(bytes * 2, '0'),
  };
}
