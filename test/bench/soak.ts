/**
 * The soak: fifty million events of five days go into a folder store with `--memory 2GiB`, and the
 * whole process must stay within it. It runs the command as a person would; needs Linux, 12 GB of
 * disk, ten minutes for the archive the first time and half an hour or more for the rest.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { once } from 'node:events';

const program = resolve('bin/recount.js');
const mebibyte = 1024 ** 2;
const limitMebibytes = 2048;
/** Seconds between two looks at the memory, and lines of the table (chosen). */
const sampleSeconds = 5;
const tableLines = 20;

const firstDate = '2026-03-07';
const dates = ['2026-03-07', '2026-03-08', '2026-03-09', '2026-03-10', '2026-03-11'];
const afterLastDate = '2026-03-12';

/** Two sites of two hundred thousand pages each, so that most rows are of the long tail. */
const traffic = ['news.example=America/New_York', 'sport.example=Europe/Berlin'];

export type Soak = { readonly lines: readonly string[]; readonly isWithin: boolean };

type Sample = { readonly seconds: number; readonly bytes: number };

/**
 * @param folder of the archive, which stays, and of the store, which is removed before and after.
 * @throws Error where a command fails.
 */
export async function soak(folder: string, tell: (text: string) => void): Promise<Soak> {
  mkdirSync(folder, { recursive: true });
  const archive = join(folder, 'archive');
  if (!existsSync(archive)) {
    tell(`simulating fifty million events into ${archive}`);
    simulate(archive);
  }
  tell(`rebuilding them with --memory ${limitMebibytes}MiB`);
  const { samples, peakBytes } = await rebuild(archive, join(folder, 'soak-store'));
  const isWithin = peakBytes <= limitMebibytes * mebibyte;
  const peak = `peak ${mebibytesText(peakBytes)} MiB of ${limitMebibytes}`;
  const verdict = isWithin ? 'within the limit' : 'ABOVE THE LIMIT';
  return { lines: [...tableOf(samples), '', `${peak}: ${verdict}`], isWithin };
}

/** Made under another name first: an archive of the right name is whole. */
function simulate(archive: string): void {
  const unfinished = `${archive}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  const sites = traffic.flatMap((site) => ['--traffic', site]);
  const days = ['--from', firstDate, '--days', `${dates.length}`, '--events', '10000000'];
  const args = [program, 'simulate', '--into', unfinished, ...days, ...sites];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`the simulation ended with ${String(status)}`);
  renameSync(unfinished, archive);
}

/** Tells at its end the most memory that the process ever had, in KiB. */
const telling = `data:text/javascript,${encodeURIComponent(
  'process.on("exit", () => console.error(`peak ${process.resourceUsage().maxRSS}`))',
)}`;

async function rebuild(
  archive: string,
  store: string,
): Promise<{ readonly samples: readonly Sample[]; readonly peakBytes: number }> {
  rmSync(store, { recursive: true, force: true });
  // One UTC day more on either side would be needed for all lines that come early or late.
  const accepted = dates.flatMap((date) => ['--accept-incomplete', date]);
  const sites = traffic.flatMap((site) => ['--site', site.split('=')[0] ?? '']);
  const args = [
    ...['--import', telling, program, 'rebuild', '--archive', archive, '--store', store, '--apply'],
    ...[...sites, '--zone', 'UTC', '--from', firstDate, '--until', afterLastDate, ...accepted],
    ...['--retain', '5m=forever', '--memory', `${limitMebibytes}MiB`, '--no-progress'],
  ];
  try {
    return await sampled(args);
  } finally {
    rmSync(store, { recursive: true, force: true });
  }
}

async function sampled(
  args: readonly string[],
): Promise<{ readonly samples: readonly Sample[]; readonly peakBytes: number }> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const samples: Sample[] = [];
  const begin = performance.now();
  const timer = setInterval(() => {
    const bytes = residentBytes(child.pid);
    if (bytes > 0) samples.push({ seconds: (performance.now() - begin) / 1000, bytes });
  }, sampleSeconds * 1000);
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text));
  const [status] = (await once(child, 'close')) as [number | null];
  clearInterval(timer);
  const peak = /^peak (\d+)$/m.exec(told)?.[1];
  if (status !== 0 || peak === undefined) {
    throw new Error(`the rebuild ended with ${String(status)}: ${told}`);
  }
  return { samples, peakBytes: Number(peak) * 1024 };
}

/** 0 where the process is no more. */
function residentBytes(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** The greatest of each twentieth of the time. */
function tableOf(samples: readonly Sample[]): readonly string[] {
  const head = ['| seconds | resident MiB |', '|--------:|-------------:|'];
  const perLine = Math.ceil(samples.length / tableLines);
  const lines: string[] = [];
  for (let from = 0; from < samples.length; from += perLine) {
    const some = samples.slice(from, from + perLine);
    const seconds = some.at(-1)?.seconds.toFixed(0) ?? '';
    const most = mebibytesText(Math.max(...some.map(({ bytes }) => bytes)));
    lines.push(`| ${seconds.padStart(7)} | ${most.padStart(12)} |`);
  }
  return [...head, ...lines];
}

function mebibytesText(bytes: number): string {
  return (bytes / mebibyte).toFixed(0);
}
