/** What --help and --version print, and that its examples do what they say. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';
import { runMain } from './run-main.ts';

let folder = '';
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => removeFolder(folder));

test('help fits a terminal of 80 columns', async () => {
  for (const argv of [['--help'], ['rebuild', '--help'], ['export', '--help']]) {
    const { code, stdout, stderr } = await runMain(argv);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
  }
});

test('the program explains itself', async () => {
  const { stdout } = await runMain(['--help']);
  expect(stdout).toMatchInlineSnapshot(`
    "Usage: recount [options] [command]

    Re-derives web-analytics history from archived raw logs, and keeps the numbers
    in a store that can be proven against them.

    Options:
      --version          print the version
      -h, --help         print this help

    Of every command:
      --json             results as JSON lines, the last one a summary
      --quiet            results and errors only
      --no-progress      no progress bar and no line a minute
      --debug            with every error the place in the code where it arose

    Commands:
      rebuild [options]  derive days anew from the raw logs, and publish them
      export [options]   write stored rows as JSON lines or CSV
      help [command]     print the help of a command

    Every option that is no decision about a single run can also be set in the
    environment: RECOUNT_ and its name, as in RECOUNT_STORE=./recount-store.
    "recount help rebuild" shows examples and exit codes.
    "
  `);
});

test('rebuild explains itself', async () => {
  const { stdout } = await runMain(['help', 'rebuild']);
  expect(stdout).toMatchInlineSnapshot(`
    "Usage: recount rebuild [options]

    Derives the numbers of the days asked for anew from the raw logs, shows them
    beside the stored ones, and with --apply publishes them: whole days, each at
    once, and only from logs that are complete. It may be stopped at any time and
    run again.

    What to read:
      --archive <place>           the folder that holds the raw logs (needed)
      --input-format <format>     dpl (JSON events), pixel (access logs) or auto
                                  (default: auto)
      --site <site>               a site, as the log names it; may be given several
                                  times (needed)

    Which days:
      --from <date>               the first day: 2026-03-08, yesterday, -7d (needed)
      --until <date>              the first day that is NOT included: 2026-03-10,
                                  today (needed)
      --zone <zone>               the time zone that days are in, as in
                                  America/New_York (needed)
      --early <span>              read logs from this long before a day begins
                                  (default: 1h)
      --late <span>               until this long after it ends; raise it where
                                  events come late (default: 6h)
      --retain <rule>             keep 5-minute rows this long: 5m=30d, 5m=forever
                                  (default: 5m=30d)

    What to write:
      --store <place>             the folder of the stored numbers; rebuild takes
                                  several (default: ./recount-store)
      --apply                     publish; without it all is worked out and nothing
                                  is written
      --estimate                  only list the logs and say what there is to do,
                                  and for how long
      --reason <text>             why, for the record of this run
      --rejects <file>            write every refused line (object, line, outcome)
                                  to this file

    What to take all the same:
      --accept-incomplete <date>  a day whose logs are missing or damaged
      --accept-empty <site>       a site that no line names
      --provisional               days that are still open; marked as provisional
      --force                     days that are up to date already

    Limits:
      --memory <size>             memory of the whole process, at its peak (default:
                                  1GiB)
      --spill <folder>            folder for what does not fit; else that of the
                                  system

    Options:
      -h, --help                  print this help

    Of every command:
      --version                   print the version
      --json                      results as JSON lines, the last one a summary
      --quiet                     results and errors only
      --no-progress               no progress bar and no line a minute
      --debug                     with every error the place in the code where it
                                  arose

    Examples:
      What would change? Nothing is written.
        $ recount rebuild --archive fixtures/archive --site news.example \\
            --zone America/New_York --from 2026-03-07 --until 2026-03-09

      Publish it, with the 5-minute rows however old they are.
        $ recount rebuild --archive fixtures/archive --site news.example \\
            --zone America/New_York --from 2026-03-07 --until 2026-03-09 \\
            --retain 5m=forever --apply

    Exit codes:
        0  done; nothing differs, nothing was skipped
        1  failed; the message says what and what to do
        2  wrong usage or configuration, or a site that nothing knows
        4  an object or a period was skipped or refused
        5  a service could not be reached; trying again may help
        6  another run published meanwhile; nothing of it was lost
      130  interrupted by Ctrl-C; run the command again to resume
      143  terminated by a signal; run the command again to resume
    "
  `);
});

test('export explains itself', async () => {
  const { stdout } = await runMain(['help', 'export']);
  expect(stdout).toMatchInlineSnapshot(`
    "Usage: recount export [options]

    Writes the stored rows of sites and days as JSON lines or CSV, in one order.
    Every day is read from one published version, and what was read is proven
    against its checksums. Without --site it takes all sites of the store; with
    --from and --until it names every day that is not there.

    What to read:
      --site <site>      a site, as the log names it; may be given several times
      --url <url>        only the rows of this page
      --site-rows        only the rows of the site as a whole
      --pages            what is known of the pages (title, authors ...) in place of
                         rows
      --grain <grain>    5m, 1d, or all that is stored of a day (default: all)

    Which days:
      --from <date>      the first day: 2026-03-08, yesterday, -7d
      --until <date>     the first day that is NOT included: 2026-03-10, today
      --zone <zone>      the time zone that days are in, as in America/New_York

    What to write:
      --store <place>    the folder of the stored numbers; rebuild takes several
                         (default: ./recount-store)
      --output <file>    write to this file, whole or not at all; else to standard
                         output
      --format <format>  jsonl (a row a line) or csv (a number a line) (default:
                         jsonl)
      --sketches         with the sketches behind the distinct counts, in hex

    Limits:
      --memory <size>    memory of the whole process, at its peak (default: 1GiB)

    Options:
      -h, --help         print this help

    Of every command:
      --version          print the version
      --json             results as JSON lines, the last one a summary
      --quiet            results and errors only
      --no-progress      no progress bar and no line a minute
      --debug            with every error the place in the code where it arose

    Examples:
      Every number of a day, a row a line.
        $ recount export --site news.example --from 2026-03-08 --until 2026-03-09

      The daily numbers of the site as a whole, for a spreadsheet.
        $ recount export --site news.example --grain 1d --site-rows --format csv \\
            --output news.csv

    Exit codes:
        0  done; nothing differs, nothing was skipped
        1  failed; the message says what and what to do
        2  wrong usage or configuration, or a site that nothing knows
        4  an object or a period was skipped or refused
        5  a service could not be reached; trying again may help
        6  another run published meanwhile; nothing of it was lost
      130  interrupted by Ctrl-C; run the command again to resume
      143  terminated by a signal; run the command again to resume
    "
  `);
});

/** The examples of a command's help, as a shell would split them. */
async function examplesOf(command: string): Promise<readonly string[][]> {
  const { stdout } = await runMain(['help', command]);
  return [...stdout.matchAll(/\$ recount ((?:.*\\\n)*.*)/g)].map(([, text = '']) =>
    text.split(/[\s\\]+/),
  );
}

test('every example of the help runs as it stands there', async () => {
  const environment = { RECOUNT_STORE: join(folder, 'store') };
  const codes = [];
  for (const command of ['rebuild', 'export']) {
    for (const example of await examplesOf(command)) {
      const argv = example.map((word) => (word === 'news.csv' ? join(folder, word) : word));
      const { code, stderr } = await runMain(argv, { environment });
      codes.push(code === 0 ? code : `${argv.join(' ')}: ${stderr}`);
    }
  }
  expect(codes).toEqual([0, 0, 0, 0]);
});

test('the version is printed alone', async () => {
  const { code, stdout } = await runMain(['--version']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('without a command the help goes to standard error', async () => {
  const { code, stdout, stderr } = await runMain([]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('Usage: recount [options] [command]');
});
