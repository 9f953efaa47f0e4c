/** What every archive lists, and in which order. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Archive } from '../../src/archive/archive.ts';
import { describeGroup, listed, march8 } from './contract-subject.ts';

const putsAtOnce = 20;

export const describeListing = describeGroup('listing', (subject) => {
  async function keys(range?: Parameters<Archive['list']>[0]): Promise<string[]> {
    const archive = await subject().open();
    const objects = await listed(archive, range);
    await archive.close();
    return objects.map(({ key }) => key);
  }

  async function putAll(all: readonly string[]): Promise<void> {
    for (let at = 0; at < all.length; at += putsAtOnce) {
      await Promise.all(all.slice(at, at + putsAtOnce).map((key) => subject().put(key)));
    }
  }

  test('an object has key, size, identity, range and kind', async () => {
    await subject().put('events/2026/03/08/10/part-0.gz', 'four');
    const archive = await subject().open();
    const [object, ...more] = await listed(archive);
    expect(more).toEqual([]);
    expect(object).toEqual({
      key: 'events/2026/03/08/10/part-0.gz',
      bytes: 4,
      identity: expect.stringMatching(/./) as string,
      range: { from: Date.UTC(2026, 2, 8, 10) / 1000, until: Date.UTC(2026, 2, 8, 11) / 1000 },
      kind: 'data',
    });
    expect(await listed(archive)).toEqual([object]);
  });

  test('the identity of an object with other bytes is another', async () => {
    const archive = await subject().open();
    await subject().put('a.gz', 'four');
    const [before] = await listed(archive);
    await subject().put('a.gz', 'five');
    const [after] = await listed(archive);
    expect(after?.identity).not.toBe(before?.identity);
  });

  test('keys ascend by the bytes of the whole key', async () => {
    await putAll(
      ['a/b', 'a-b', 'a0', 'a/b-/c', 'a/b0', 'b', 'a.gz', 'é/z', '\u{1f600}', '\uff00'].map(
        (key) => `${key}.log`,
      ),
    );
    expect(await keys()).toEqual([
      'a-b.log',
      'a.gz.log',
      'a/b-/c.log',
      'a/b.log',
      'a/b0.log',
      'a0.log',
      'b.log',
      'é/z.log',
      '\uff00.log',
      '\u{1f600}.log',
    ]);
    // With a range folders are looked into one by one.
    expect(await keys(march8)).toEqual(await keys());
  });

  test('keys ascend by the bytes of the whole key in any tree of folders', async () => {
    const name = fc.stringMatching(/^[a-c\-.0é\u{ff00}\u{1f600}]{1,3}$/u);
    const path = fc.array(
      name.filter((part) => !/^\.+$/.test(part)),
      { minLength: 1, maxLength: 3 },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(path, { maxLength: 30 }), async (paths) => {
        await subject().clear();
        // Folders end in _, files in .log, so that no name is both.
        const written = new Set(paths.map((parts) => `${parts.join('_/')}.log`));
        await putAll([...written]);
        const expected = [...written]
          .map((key) => Buffer.from(key))
          .sort((a, b) => Buffer.compare(a, b))
          .map((key) => key.toString());
        expect(await keys()).toEqual(expected);
        expect(await keys(march8)).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });

  test('keys keep every character', async () => {
    const written = ['a b+c.gz', 'a%20b.gz', 'a&b<c>.gz', 'a#b?c=d.gz', 'a\'b"c.gz', 'ü/日本.gz'];
    await putAll(written);
    const archive = await subject().open();
    const objects = await listed(archive);
    expect(new Set(objects.map(({ key }) => key))).toEqual(new Set(written));
    for (const object of objects) {
      for await (const piece of archive.open(object)) expect(piece.length).toBe(1);
    }
  });

  test('what is unplaced and what is ignored is listed', async () => {
    await putAll(['part-0.gz', '2026/03/08/_SUCCESS', '2026/03/08/.part-1.gz']);
    const objects = await listed(await subject().open());
    expect(objects.map(({ key, kind, range }) => [key, kind, range])).toEqual([
      ['2026/03/08/.part-1.gz', 'ignored', march8],
      ['2026/03/08/_SUCCESS', 'ignored', march8],
      ['part-0.gz', 'data', undefined],
    ]);
  });

  test('a range lists what meets it, and what has no place in time', async () => {
    const days = ['07/23', '08', '08/00', '08/23', '09/00', '10'];
    await putAll(days.map((day) => `events/2026/03/${day}/a.gz`));
    await putAll(['events/2025/03/08/a.gz', 'events/2026/03/a.gz', 'notes.gz', 'README']);
    expect(await keys(march8)).toEqual([
      'README',
      'events/2026/03/08/00/a.gz',
      'events/2026/03/08/23/a.gz',
      'events/2026/03/08/a.gz',
      'events/2026/03/a.gz',
      'notes.gz',
    ]);
    expect(await keys({ from: march8.from - 1, until: march8.from + 1 })).toEqual([
      'README',
      'events/2026/03/07/23/a.gz',
      'events/2026/03/08/00/a.gz',
      'events/2026/03/08/a.gz',
      'events/2026/03/a.gz',
      'notes.gz',
    ]);
  });

  test('a date further down than another number of its form is found', async () => {
    await putAll(['2025/2026/03/08/a.gz', '2025/13/2026/03/08/b.gz', '2024/01/x/2026/03/09/c.gz']);
    expect(await keys(march8)).toEqual(['2025/13/2026/03/08/b.gz', '2025/2026/03/08/a.gz']);
  });

  test.each([
    ['dt={YYYY}-{MM}-{DD}/', ['dt=2026-03-08/a.gz', 'dt=2026-03-09/a.gz'], ['dt=2026-03-08/a.gz']],
    [
      '*.{YYYY}-{MM}-{DD}-{HH}.',
      ['cdn/E1.2026-03-08-23.x.gz', 'cdn/E1.2026-03-09-00.x.gz', 'cdn/E2.2026-03-08-00.y.gz'],
      ['cdn/E1.2026-03-08-23.x.gz', 'cdn/E2.2026-03-08-00.y.gz'],
    ],
    ['{YYYY}{MM}{DD}/', ['20260308/a.gz', '20260309/a.gz'], ['20260308/a.gz']],
  ])('another layout is followed: %s', async (layout, written, expected) => {
    await putAll(written);
    const objects = await listed(await subject().open({ layout }), march8);
    expect(objects.map(({ key }) => key)).toEqual(expected);
  });

  test('a folder with more objects than a page holds is listed to its end', async () => {
    const written = Array.from({ length: 1100 }, (_none, part) => `2026/03/08/${part}.gz`);
    await putAll(written);
    expect((await keys(march8)).length).toBe(1100);
    expect(new Set(await keys())).toEqual(new Set(written));
    expect(await keys({ from: 0, until: 1 })).toEqual([]);
  });

  test('an archive without any object lists none', async () => {
    expect(await keys()).toEqual([]);
    expect(await keys(march8)).toEqual([]);
  });

  test('listing may be given up at any object', async () => {
    await putAll(['2026/03/08/a.gz', '2026/03/08/b.gz', '2026/03/09/c.gz']);
    const archive = await subject().open();
    for await (const { key } of archive.list()) {
      expect(key).toBe('2026/03/08/a.gz');
      break;
    }
    expect(await listed(archive)).toHaveLength(3);
  });
});
