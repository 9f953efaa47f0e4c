/**
 * The listing of a bucket in the order of its keys: folder by folder down to those that name a
 * day, so that only the days that are wanted are looked into; those at once, page by page.
 */
import { compareTexts } from '../../base/bytes.ts';
import type { TimeRange } from '../../base/zone-clock.ts';
import type { ArchiveObject } from '../archive.ts';
import { rangesMeet, type KeyLayout } from '../key-layout.ts';
import { kindFromKey } from '../object-kind.ts';
import { fetchPage } from './fetch-page.ts';
import { identityFromListing } from './s3-identity.ts';
import type { S3Place } from './s3-place.ts';
import type { S3Requests } from './s3-requests.ts';
import type { ListedKey, S3Page } from './s3-answers.ts';
import type { S3Service } from './s3-service.ts';

export type S3Lister = {
  readonly place: S3Place;
  readonly service: S3Service;
  readonly requests: S3Requests;
  readonly layout: KeyLayout;
  readonly notify: (text: string) => void;
};

/** Pages that are asked for before it is their turn (chosen: hides a latency of 50 ms). */
const pagesAhead = 8;

type ObjectStep = { readonly kind: 'object'; readonly key: string; readonly listed: ListedKey };
type PageStep = {
  readonly kind: 'page';
  /** The folder, below the archive's root: empty, or ending in `/`. */
  readonly key: string;
  readonly depth: 'folders' | 'all';
  /** Of a further page: where it goes on, and the name that stood last on the one before. */
  readonly token?: string;
  readonly after?: string;
  /** Once it was asked for. */
  page?: Promise<S3Page>;
};
type Step = ObjectStep | PageStep;

/**
 * Ascending by key (UTF-8 bytes), which is S3's own order.
 *
 * Memory: a page of at most 1,000 names for every level of folders, and those asked for ahead.
 * @throws UsageError, SystemError, UnavailableError where the listing would not be whole.
 */
export async function* listS3(
  lister: S3Lister,
  range: TimeRange | undefined,
): AsyncGenerator<ArchiveObject, void, undefined> {
  const { layout } = lister;
  const stop = new AbortController();
  // The next step is at the end.
  const waiting: Step[] = [folderStep(layout, '', range)];
  const outside = { objects: 0, wanted: 0 };
  try {
    for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
      if (step.kind === 'page') {
        askAhead(lister, [...waiting.slice(-stepsLookedAt), step], stop.signal);
        const page = await (step.page as Promise<S3Page>);
        waiting.push(...stepsOfPage(layout, step, { page, range }).reverse());
        continue;
      }
      const object = objectOfStep(step, layout);
      const isOutside =
        range !== undefined && object.range !== undefined && !rangesMeet(object.range, range);
      outside[isOutside ? 'objects' : 'wanted'] += 1;
      if (object.kind === 'ignored' || !isOutside) yield object;
    }
  } finally {
    stop.abort();
  }
  tellOutside(lister, outside);
}

/** A folder that names its day is listed with all that lies below it. */
function folderStep(layout: KeyLayout, key: string, range: TimeRange | undefined): PageStep {
  const isWhole = range === undefined || layout.rangeOf(key) !== undefined;
  return { kind: 'page', key, depth: isWhole ? 'all' : 'folders' };
}

/** Further steps than these are not looked through for pages to ask for (a page's names). */
const stepsLookedAt = 1000;

/** @param steps the next one is the last. */
function askAhead(lister: S3Lister, steps: readonly Step[], signal: AbortSignal): void {
  let asked = 0;
  for (let index = steps.length - 1; index >= 0 && asked <= pagesAhead; index -= 1) {
    const step = steps[index];
    if (step?.kind !== 'page') continue;
    asked += 1;
    if (step.page !== undefined) continue;
    step.page = fetchPage(lister, step, signal);
    // Told when its turn comes; until then nobody waits for it.
    step.page.catch(() => undefined);
  }
}

function stepsOfPage(
  layout: KeyLayout,
  step: PageStep,
  { page, range }: { readonly page: S3Page; readonly range: TimeRange | undefined },
): Step[] {
  const { keys, folders, nextToken } = page;
  const isWanted = (folder: string): boolean => {
    const named = layout.rangeOf(folder);
    return range === undefined || named === undefined || rangesMeet(named, range);
  };
  const steps: Step[] = [
    // The root itself may be an object of no bytes.
    ...keys.filter(({ key }) => key !== '').map(objectStep),
    ...folders.filter(isWanted).map((folder) => folderStep(layout, folder, range)),
  ];
  steps.sort((a, b) => compareTexts(a.key, b.key));
  if (nextToken === undefined) return steps;
  const { key, depth } = step;
  const after = lastOf(keys.at(-1)?.key, folders.at(-1));
  return [...steps, { kind: 'page', key, depth, token: nextToken, after }];
}

function objectStep(listed: ListedKey): ObjectStep {
  return { kind: 'object', key: listed.key, listed };
}

function lastOf(key = '', folder = ''): string {
  return compareTexts(key, folder) > 0 ? key : folder;
}

function objectOfStep({ key, listed }: ObjectStep, layout: KeyLayout): ArchiveObject {
  const { bytes } = listed;
  const identity = identityFromListing(listed);
  return { key, bytes, identity, range: layout.rangeOf(key), kind: kindFromKey(key) };
}

/** Fewer are no news: they fit a page. */
const outsideToldMin = 1000;

function tellOutside(
  { layout, notify, place }: S3Lister,
  { objects, wanted }: { readonly objects: number; readonly wanted: number },
): void {
  if (objects < outsideToldMin) return;
  notify(
    `${place.location}: ${objects.toLocaleString('en')} objects of other days were listed to ` +
      `find ${wanted.toLocaleString('en')}, because the layout "${layout.pattern}" has no folder ` +
      'for each day',
  );
}
