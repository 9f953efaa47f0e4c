/** What a site record says of erased visitors, and what follows from it. */
import { expect, test } from 'vitest';
import {
  addErasure,
  erasedHashes,
  erasureEvidence,
  erasureHash,
  isEraseKey,
  maskedErasure,
  numberOfErasure,
} from '../../src/model/erasure.ts';
import { lastBarrier, type SiteRecord } from '../../src/model/site-record.ts';
import { manifestOf } from '../store/records.ts';

const site = 'news.example';
const key = Buffer.from('a key of sixteen bytes at least');
const erasure = { site, key, run: 'erase-1', at: 5, reason: 'asked for' };
const v1 = erasureHash(key, { site, visitor: 'v1' });
const v2 = erasureHash(key, { site, visitor: 'v2' });

function added(record: SiteRecord | undefined, hashes: readonly string[]): SiteRecord {
  const next = addErasure(record, { ...erasure, hashes });
  if (next === undefined) throw new Error('nothing was added');
  return next;
}

test('a hash depends on the key, the site and the visitor, and names none of them', () => {
  // openssl dgst -sha256 -hmac of ["visitor","news.example","v1"], its first 16 bytes
  expect(v1).toBe('a639dac66d7e64f5d3ac66c378d283d0');
  const others = [
    erasureHash(Buffer.from('another key'), { site, visitor: 'v1' }),
    erasureHash(key, { site: 'sport.example', visitor: 'v1' }),
    v2,
  ];
  expect(new Set([v1, ...others]).size).toBe(4);
  expect(maskedErasure('0123456789abcdef')).toBe('#01234567');
});

test('an erasure is numbered, and holds only those who are not erased yet', () => {
  const first = added(undefined, [v1, v1]);
  expect(first).toEqual({
    schema: 1,
    site,
    version: 1,
    barriers: [
      { number: 1, kind: 'erasure', run: 'erase-1', at: 5, reason: 'asked for', visitors: [v1] },
    ],
    eraseKeyCheck: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
  });
  expect(addErasure(first, { ...erasure, hashes: [v1] })).toBeUndefined();
  const second = added(first, [v1, v2]);
  expect(second.barriers.map(({ number, visitors }) => [number, visitors])).toEqual([
    [1, [v1]],
    [2, [v2]],
  ]);
  expect([second.version, lastBarrier(second)]).toEqual([2, 2]);
  expect(erasedHashes(second)).toEqual([v1, v2]);
});

test('a barrier of another kind counts among the numbers and erases nobody', () => {
  const zone = { number: 1, kind: 'zone', run: 'r', at: 1, reason: 'moved' } as const;
  const record: SiteRecord = { schema: 1, site, version: 1, barriers: [zone] };
  expect([lastBarrier(record), erasedHashes(record)]).toEqual([1, []]);
  expect(lastBarrier(added(record, [v1]))).toBe(2);
});

test('the number of an erasure is the first under which all of them are erased', () => {
  const both = added(added(undefined, [v1]), [v2]);
  expect([[v1], [v2], [v1, v2]].map((hashes) => numberOfErasure(both, hashes))).toEqual([1, 2, 2]);
  expect(numberOfErasure(both, [v1, 'another'])).toBeUndefined();
  expect(numberOfErasure(undefined, [v1])).toBeUndefined();
});

test('a wrong key is told from the right one, and before the first erasure any will do', () => {
  const record = added(undefined, [v1]);
  const wrong = Buffer.from('a key of sixteen bytes at most');
  expect([isEraseKey(record, key), isEraseKey(record, wrong)]).toEqual([true, false]);
  expect(isEraseKey(undefined, wrong)).toBe(true);
});

test('numbers made before an erasure hold what it took, and others have another cause', () => {
  const { tally } = manifestOf({ site, day: 1, generation: 'g' });
  const stored = { barrier: 1, tally: { ...tally, excludedByRule: { 'erased visitor': 2 } } };
  const derived = { ...tally, excludedByRule: { office: 9, 'erased visitor': 5 } };
  expect(erasureEvidence(stored, { barrier: 2, tally: derived })).toEqual({
    lines: 3,
    storedBarrier: 1,
    barrier: 2,
  });
  expect(erasureEvidence(stored, { barrier: 1, tally: derived })).toBeUndefined();
  expect(erasureEvidence({ ...stored, tally: derived }, { barrier: 2, tally: derived })).toBe(
    undefined,
  );
});
