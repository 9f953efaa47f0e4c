/** A store with the worked example in it, as tests of the operators' commands need it. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';
import { runMain, steadyResult, testNowMs, writeWorkedArchive } from './run-main.ts';
import type { MainOptions } from './run-main.ts';

/** Has a folder for each test of the file that makes one. */
export class SmallStore {
  folder = '';
  /** Not made yet. */
  store = '';

  constructor() {
    beforeEach(() => {
      this.folder = temporaryFolder();
      this.store = join(this.folder, 'store');
    });
    afterEach(() => removeFolder(this.folder));
  }

  /** Without sizes: those of Parquet files depend on the engine's version. */
  async steady(argv: readonly string[], options: MainOptions = {}): Promise<string> {
    const result = await runMain([...argv, '--store', this.store], options);
    return steadyResult(result, this.folder).replace(/\d+(\.\d)? (KiB|bytes)\b/g, 'SIZE');
  }

  /** Publishes the worked example as the day of 2026-03-08. */
  async publish(more: readonly string[] = [], options: MainOptions = {}): Promise<void> {
    const logs = join(this.folder, 'logs');
    if (!existsSync(logs)) writeWorkedArchive(logs);
    const argv = [
      ...['rebuild', '--archive', logs, '--site', 'news.example', '--zone', 'UTC', '--apply'],
      ...['--from', '2026-03-08', '--until', '2026-03-09', '--store', this.store, ...more],
    ];
    const { code, stderr } = await runMain(argv, options);
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('error')]);
  }

  async undoFirstRun(): Promise<void> {
    const argv = ['runs', 'undo', firstRun, '--reason', 'a test', '--apply'];
    const options = { randomHex: () => '00000a' };
    expect((await runMain([...argv, '--store', this.store], options)).code).toBe(0);
  }

  /** The files of the store whose names end so. */
  filesOf(ending: string): readonly string[] {
    const names = readdirSync(this.store, { recursive: true, encoding: 'utf8' });
    return names.filter((name) => name.endsWith(ending)).map((name) => join(this.store, name));
  }
}

export const forEver = ['--retain', '5m=forever'];

/** What publishes first, with the clock and the ids of `runMain`. */
const firstRun = '20260410T120000Z-000001';

export const daysLater = (days: number): MainOptions => ({
  now: () => testNowMs + days * 86_400_000,
});
