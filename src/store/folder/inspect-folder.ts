/**
 * Looks at every folder and file of a store without opening the engine: may it be read and written,
 * is it what the layout says, is it whole as far as its first and last bytes tell. What documents
 * and rows mean is not looked at here.
 */
import { constants } from 'node:fs';
import { access, lstat, open } from 'node:fs/promises';
import { join } from 'node:path';
import { compareTexts } from '../../base/bytes.ts';
import { dayFromText, textFromDay } from '../../base/calendar.ts';
import { RecountError, systemErrorCode } from '../../base/errors.ts';
import type { StorageFault } from '../upkeep.ts';
import { isPartial } from './durable-files.ts';
import { isMissing } from './file-errors.ts';
import { namesIn, readJson } from './json-files.ts';
import { nameFromText } from './safe-names.ts';

type Faults = AsyncGenerator<StorageFault, void, undefined>;

/** What may lie in a folder: by its name, how to look at it. */
type Look = (path: string) => Faults;
type Expected = (name: string) => Look | undefined;

/** Nothing is written. Ends only with the last file: one that is bad never hides another. */
export async function* inspectFolder(root: string): Faults {
  const folders: Readonly<Record<string, Look>> = {
    sites: (path) => lookInto(path, () => lookAtSite),
    inputs: (path) => lookInto(path, documents),
    rules: (path) => lookInto(path, documents),
    runs: (path) => lookInto(path, documents),
    spill: (path) => lookInto(path, () => nothing),
    'recount-store.json': lookAtFile,
    'live.sql': lookAtFile,
  };
  yield* lookForWriting(root);
  yield* lookInto(root, (name) => folders[name]);
}

/** Once for all: a store that a person may only read would otherwise be told folder by folder. */
async function* lookForWriting(root: string): Faults {
  for (const name of ['.', 'sites', 'inputs', 'rules', 'runs', 'spill']) {
    const path = join(root, name);
    try {
      await access(path, constants.W_OK);
    } catch (error) {
      if (isMissing(error)) continue;
      const message = `${path} may not be written by this user (${systemErrorCode(error) ?? ''})`;
      const remedy = 'let the user that rebuilds write to the whole store; reading needs no more';
      yield { level: 'notice', message, remedy };
      return;
    }
  }
}

async function* lookInto(folder: string, expected: Expected): Faults {
  let names: readonly string[];
  try {
    await access(folder, constants.R_OK | constants.X_OK);
    names = await namesIn(folder);
  } catch (error) {
    yield* refusedByMachine(folder, error);
    return;
  }
  for (const name of [...names].sort(compareTexts)) {
    if (isPartial(name)) continue;
    const path = join(folder, name);
    const look = expected(name);
    if (look === undefined) yield stranger(path);
    else yield* look(path);
  }
}

async function* nothing(): Faults {
  // What lies there belongs to a process that may be at work.
}

async function* lookAtFile(path: string): Faults {
  try {
    const { size } = await lstat(path);
    await access(path, constants.R_OK);
    if (size === 0) yield damaged(path, 'has no bytes at all', 'restore it from a backup');
  } catch (error) {
    yield* refusedByMachine(path, error);
  }
}

const documents: Expected = (name) => (name.endsWith('.json') ? lookAtFile : undefined);

async function* lookAtSite(folder: string): Faults {
  yield* lookAtSiteName(folder);
  yield* lookInto(folder, (name) => {
    if (name === 'site.json') return lookAtFile;
    if (name === 'record') return lookAtRecord;
    return dayFromText(name) === undefined ? undefined : lookAtPeriod;
  });
}

/** A site without its name is passed over by everything else, with all of its days. */
async function* lookAtSiteName(folder: string): Faults {
  const path = join(folder, 'site.json');
  const remedy = 'restore it from a backup: {"site":"…"} with the name as the log has it';
  try {
    const named = await readJson<{ readonly site?: unknown }>(path);
    if (named === undefined)
      yield damaged(path, 'is missing, so its days are shown to nobody', remedy);
    else if (typeof named.site !== 'string') yield damaged(path, 'names no site', remedy);
    else if (!folder.endsWith(`/${nameFromText(named.site)}`)) {
      yield damaged(folder, `is not where ${named.site} is looked for`, 'give it its name back');
    }
  } catch (error) {
    yield* refusedByMachine(path, error);
  }
}

async function* lookAtPeriod(folder: string): Faults {
  yield* lookInto(folder, (name) => {
    if (name === 'record') return lookAtRecord;
    return name === 'generations' ? lookAtGenerations : undefined;
  });
}

const versionName = /^v([1-9]\d*)\.json$/;

async function* lookAtRecord(folder: string): Faults {
  yield* lookInto(folder, (name) => (versionName.test(name) ? lookAtFile : undefined));
  const versions = (await namesIn(folder)).filter((name) => versionName.test(name)).length;
  const newest = `v${versions}.json`;
  if (versions > 0 && !(await namesIn(folder)).includes(newest)) {
    yield {
      level: 'notice',
      message: `${folder} has ${versions} versions, and none of them is ${newest}`,
      remedy: 'files were removed by hand; the newest version counts, so nothing is to be done',
    };
  }
}

async function* lookAtGenerations(folder: string): Faults {
  yield* lookInto(folder, () => (generation) => lookInto(generation, generationFiles));
}

const generationFiles: Expected = (name) => {
  if (name === 'manifest.json' || name === 'totals-1d.bin') return lookAtFile;
  return /^(?:(?:site|urls)-(?:1d|5m)|pages)\.parquet$/.test(name) ? lookAtParquet : undefined;
};

/** A Parquet file begins and ends with these letters; one that was cut off does not. */
const parquetMark = 'PAR1';

async function* lookAtParquet(path: string): Faults {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const marks = Buffer.alloc(2 * parquetMark.length);
      await file.read(marks, 0, parquetMark.length, 0);
      await file.read(marks, parquetMark.length, parquetMark.length, size - parquetMark.length);
      if (size > marks.length && marks.toString('latin1') === parquetMark + parquetMark) return;
      yield damaged(path, `is no whole Parquet file (${size} bytes)`, remedyOfRows(path));
    } finally {
      await file.close();
    }
  } catch (error) {
    yield* refusedByMachine(path, error);
  }
}

/** The day stands in the path, the site only as the name of a folder. */
function remedyOfRows(path: string): string {
  const day = path
    .split('/')
    .map(dayFromText)
    .findLast((one) => one !== undefined);
  if (day === undefined) return 'restore it from a backup';
  const range = `--from ${textFromDay(day)} --until ${textFromDay(day + 1)}`;
  return `restore it from a backup, or rebuild the day with ${range} --force --apply`;
}

function damaged(path: string, what: string, remedy: string): StorageFault {
  return { level: 'fault', message: `${path} ${what}`, remedy };
}

function stranger(path: string): StorageFault {
  return {
    level: 'notice',
    message: `${path} does not belong to the store`,
    remedy: 'move it elsewhere; recount leaves it alone',
  };
}

/** Nothing for what is gone meanwhile: others may be at work. */
function* refusedByMachine(path: string, error: unknown): Iterable<StorageFault> {
  if (isMissing(error)) return;
  if (error instanceof RecountError) {
    yield { level: 'fault', message: error.message, remedy: error.hint ?? 'see what it names' };
    return;
  }
  const code = systemErrorCode(error) ?? String(error);
  yield {
    level: 'fault',
    message: `${path} may not be used as recount needs it (${code})`,
    remedy: 'let the user that runs recount read and write it, and search folders',
  };
}
