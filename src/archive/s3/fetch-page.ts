/** One page of a listing, held against what a listing must be: an answer of S3, and in order. */
import { compareTexts } from '../../base/bytes.ts';
import { StrangeAnswer } from './s3-fault.ts';
import type { S3Place } from './s3-place.ts';
import type { S3Requests } from './s3-requests.ts';
import type { ListedKey, S3Page } from './s3-answers.ts';
import type { S3Service } from './s3-service.ts';

export type PageSource = {
  readonly place: S3Place;
  readonly service: S3Service;
  readonly requests: S3Requests;
};

export type PageWanted = {
  /** Below the archive's root. */
  readonly key: string;
  readonly depth: 'folders' | 'all';
  readonly token?: string;
  readonly after?: string;
};

/**
 * Keys and folders are those below the archive's root.
 * @throws UnavailableError where no try gave an answer that can be believed: what is left out of a
 *   listing would be missing from the numbers.
 */
export function fetchPage(
  { place, service, requests }: PageSource,
  { key, depth, token, after = '' }: PageWanted,
  signal: AbortSignal,
): Promise<S3Page> {
  const prefix = place.prefix + key;
  return requests.send({
    what: `s3://${place.bucket}/${prefix}: cannot be listed`,
    signal,
    send: async (abort) => {
      const page = await service.listPage({ prefix, depth, token }, abort);
      const below = pageBelow(place.prefix, page);
      checkNames(
        below.keys.map((listed) => listed.key),
        { folder: key, after },
      );
      checkNames(below.folders, { folder: key, after });
      return below;
    },
  });
}

function pageBelow(root: string, { keys, folders, nextToken }: S3Page): S3Page {
  const below = (name: string): string => {
    if (name.startsWith(root)) return name.slice(root.length);
    throw new StrangeAnswer(`a listing of ${root} with ${name}`);
  };
  return {
    keys: keys.map((listed): ListedKey => ({ ...listed, key: below(listed.key) })),
    folders: folders.map(below),
    nextToken,
  };
}

/** @throws StrangeAnswer for names that do not belong here, come twice or are out of order. */
function checkNames(
  names: readonly string[],
  { folder, after }: { readonly folder: string; readonly after: string },
): void {
  let last = after;
  for (const name of names) {
    if (!name.startsWith(folder)) throw new StrangeAnswer(`a listing of ${folder} with ${name}`);
    const isFirst = last === '';
    if (!isFirst && compareTexts(last, name) >= 0) {
      throw new StrangeAnswer(`a listing in which ${name} follows ${last}`);
    }
    last = name;
  }
}
