/** The manual in man/ is what the tables say today, and `man` prints it without complaint. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { commandPages } from '../../src/cli/commands/all-commands.ts';
import { manualFiles } from '../../src/cli/manual/manual-files.ts';
import { runMain } from './run-main.ts';

const top = join(import.meta.dirname, '../..');
const files = manualFiles(readFileSync(join(top, 'fixtures/recount.yaml'), 'utf8'));
const pages = [...files.keys()].filter((name) => /\.\d$/.test(name));

function fileOf(name: string): string {
  return readFileSync(join(top, 'man', name), 'utf8');
}

test('man/ holds the manual as it is generated: run `npm run man` where it does not', () => {
  expect(readdirSync(join(top, 'man')).sort()).toEqual([...files.keys()].sort());
  for (const [name, text] of files) expect(fileOf(name), name).toBe(text);
});

test('the package installs every page', () => {
  const manifest = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')) as {
    man: readonly string[];
    files: readonly string[];
  };
  expect(manifest.man).toEqual(pages.map((name) => `man/${name}`));
  expect(manifest.files).toContain('man');
});

test('there is a page for the program, its file, its numbers and every command', () => {
  expect(pages).toEqual([
    'recount.1',
    ...commandPages.map(({ name }) => `recount-${name.replaceAll(' ', '-')}.1`),
    'recount.yaml.5',
    'recount-metrics.7',
    'recount-services.7',
    'recount-stores.7',
    'recount-operations.7',
  ]);
});

/** The flags that a text explains: those that begin a line of it. */
function flagsOf(text: string): readonly string[] {
  return [...text.matchAll(/^ *(--[a-z-]+)/gm)].map(([, flag = '']) => flag).sort();
}

/** What `man` would print, without its bold and underlined letters. */
function printedPage(name: string): { readonly text: string; readonly complaints: string } {
  const path = join(top, 'man', name);
  const argv = ['-man', '-Tascii', '-P-c', '-P-b', '-P-u', '-rLL=80n', '-ww', path];
  const { stdout, stderr } = spawnSync('groff', argv, { encoding: 'utf8' });
  return { text: stdout, complaints: stderr };
}

const hasGroff = spawnSync('groff', ['--version']).status === 0;

describe.skipIf(!hasGroff)('as groff prints it', () => {
  const printed = new Map<string, ReturnType<typeof printedPage>>();
  beforeAll(() => {
    for (const name of pages) printed.set(name, printedPage(name));
  });

  test('no page is complained of', () => {
    expect([...printed.values()].map(({ complaints }) => complaints)).toEqual(pages.map(() => ''));
  });

  test('every page fits 80 columns', () => {
    for (const [name, { text }] of printed) {
      const wide = text.split('\n').filter((line) => line.length > 80);
      expect([name, wide]).toEqual([name, []]);
    }
  });

  test('the page of a command explains the options that its help explains', async () => {
    const general = flagsOf(printed.get('recount.1')?.text ?? '');
    for (const { name } of commandPages) {
      const words = name.split(' ');
      const { stdout } = await runMain([...words, '--help']);
      const page = printed.get(`recount-${words.join('-')}.1`)?.text ?? '';
      const inHelp = [...new Set(flagsOf(stdout.replace(/ -h, --help/, ' --help')))];
      const inManual = [...new Set([...flagsOf(page), ...general])].sort();
      expect([name, inHelp]).toEqual([name, inManual]);
    }
  });

  test('a command, the file and the numbers read like this', () => {
    expect(partOf(printed.get('recount-config.1')?.text, 'SYNOPSIS', 'OPTIONS'))
      .toMatchInlineSnapshot(`
      "SYNOPSIS
             recount config [<options>]

      DESCRIPTION
             Shows the value of every setting and where it comes from (a flag, a
             variable of the environment, a line of the configuration file, or the
             default), then each site with its own values, segments and exclusions. It
             reads nothing but the file; where that is wrong, it says all that is
             wrong, with line and key."
    `);
    expect(partOf(printed.get('recount.yaml.5')?.text, 'EXCLUSIONS', 'ERRORS'))
      .toMatchInlineSnapshot(`
      "EXCLUSIONS OF A SITE
             Under exclusions stand events that are not counted; each rule has its own
             count in the ledger of a day. The name is what the ledger calls the rule.
             It has one of these keys:

             ip     Addresses of visitors; they are compared and never stored.

                    A range of IP addresses such as 192.0.2.0/24, or a list of such.
                    Example: ip: 192.0.2.0/24.

             extra_data
                    One key of extra_data and the value that it has.

                    One key and its value such as {internal: true}. Example:
                    extra_data: {internal: true}.

             url_prefix
                    The beginning of urls, as they are stored: without query and
                    fragment.

                    The beginning of stored urls such as
                    https://news.example/preview/. Example: url_prefix:
                    https://news.example/preview/."
    `);
    expect(partOf(printed.get('recount-metrics.7')?.text, 'METRICS', 'video_starts'))
      .toMatchInlineSnapshot(`
      "METRICS
             Computed over the counted events of a bucket.

             page_views (count, views)
                    Events with the action pageview.

             visitors (distinct, visitors)
                    Different visitors over all events, whatever their action.

             sessions (distinct, sessions)
                    Different pairs of visitor and session number over all events that
                    have one.

             engaged_seconds (sum, s)
                    Engaged time of heartbeats. A heartbeat without a page view
                    counts."
    `);
  });
});

function partOf(text = '', from: string, until: string): string {
  const start = text.search(new RegExp(`^ *${from}`, 'm'));
  return text.slice(start, text.indexOf(until, start)).trimEnd();
}
