/** How the objects that a period would be derived from differ from those that it was. */
import { findGaps } from '../archive/completeness.ts';
import { rangesMeet } from '../archive/key-layout.ts';
import { readWindow, type PlacedObject } from '../archive/read-window.ts';
import type { InputObject } from '../model/input-set.ts';
import type { LivePeriod } from './audited-store.ts';
import { vanishedObjects } from './current-generation.ts';
import type { PreparedPeriod } from './prepare-periods.ts';

/** An object as it is now; its content is known once it was read. */
export type ObjectNow = Pick<PlacedObject, 'key' | 'bytes' | 'identity' | 'range'> & {
  readonly content?: string;
  readonly lines?: number;
};

export type InputChanges = {
  /** Not in the input set, although the rules of then would have read them. */
  readonly late: readonly ObjectNow[];
  /** The same where the manifest says itself that something was missing there. */
  readonly filling: readonly ObjectNow[];
  readonly replaced: readonly { readonly now: ObjectNow; readonly before: InputObject }[];
  /** Another time or inode and the same size: only reading could tell. */
  readonly touched: readonly ObjectNow[];
  readonly vanished: readonly string[];
};

export function inputChanges(
  { input, manifest, rules }: LivePeriod,
  period: PreparedPeriod,
  objects: readonly ObjectNow[],
): InputChanges {
  const known = new Map((input?.objects ?? []).map((object) => [object.key, object]));
  const window = rules === undefined ? period.window : readWindow(period.range, rules);
  const isAdded = ({ key, range }: ObjectNow): boolean =>
    input !== undefined && !known.has(key) && rangesMeet(range, window);
  const gaps = findGaps(window, { objects: [...known.values()].map(placed), expect: 'auto' });
  const isFilling = ({ key, range }: ObjectNow): boolean =>
    manifest.provisional ||
    (!manifest.complete &&
      (gaps.some((gap) => rangesMeet(gap, range)) ||
        manifest.missing.some((text) => text.startsWith(key))));
  const both = objects.flatMap((now) => {
    const before = known.get(now.key);
    return before === undefined ? [] : [{ now, before }];
  });
  return {
    late: objects.filter((object) => isAdded(object) && !isFilling(object)),
    filling: objects.filter((object) => isAdded(object) && isFilling(object)),
    replaced: both.filter(({ now, before }) => isReplaced(now, before)),
    touched: both.filter(({ now, before }) => isTouched(now, before)).map(({ now }) => now),
    vanished: vanishedObjects(input, period),
  };
}

function placed({ key, bytes, identity, range }: InputObject): PlacedObject {
  return { key, bytes, identity, range, kind: 'data' };
}

function isReplaced(now: ObjectNow, before: InputObject): boolean {
  if (now.content !== undefined) return now.content !== before.content;
  // Where the identity is the content (an etag), another one is another object.
  const isContent = before.content === before.identity;
  return now.bytes !== before.bytes || (isContent && now.identity !== before.identity);
}

function isTouched(now: ObjectNow, before: InputObject): boolean {
  return now.content === undefined && now.identity !== before.identity && !isReplaced(now, before);
}
