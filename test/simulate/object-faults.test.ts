/** Damage to whole objects, seen through Node's own gunzip. */
import { describe, expect, test } from 'vitest';
import { gunzipSync } from 'node:zlib';
import { dayFromText } from '../../src/base/calendar.ts';
import type { ObjectFaultName } from '../../src/simulate/faults.ts';
import { simulateArchive } from '../../src/simulate/simulate-archive.ts';
import { defaultSimulation } from '../../src/simulate/simulate-options.ts';
import { bytesOfObject } from '../support/write-archive.ts';

const fromDay = dayFromText('2026-03-07') as number;

/** Keys and bytes of an archive whose second object is struck. */
function archive(...names: ObjectFaultName[]): ReadonlyMap<string, Buffer> {
  const faults = names.map((name) => ({ name, object: 1 }));
  const options = { ...defaultSimulation, fromDay, eventsPerDay: 2000, faults };
  const objects = new Map<string, Buffer>();
  for (const object of simulateArchive(options)) objects.set(object.key, bytesOfObject(object));
  return objects;
}

const good = archive();
const struckKey = 'events/2026/03/07/01/part-0.gz';
const goodBytes = good.get(struckKey) as Buffer;
const goodText = gunzipSync(goodBytes).toString();

function struck(...names: ObjectFaultName[]): Buffer {
  const objects = archive(...names);
  const others = [...objects].filter(([key]) => key !== struckKey);
  expect(others).toEqual([...good].filter(([key]) => key !== struckKey));
  return objects.get(struckKey) as Buffer;
}

describe('objects that must be rejected', () => {
  test.each([
    ['truncated_object', 'unexpected end of file'],
    ['truncated_trailer', 'unexpected end of file'],
    ['wrong_checksum', 'incorrect data check'],
    ['not_gzip', 'incorrect header check'],
    ['empty_object', 'unexpected end of file'],
  ] as const)('%s: %s', (name, message) => {
    expect(() => gunzipSync(struck(name))).toThrow(message);
  });

  // Node's gunzip ignores what stands behind the last member, as most readers do.
  test('garbage and zeros behind the last member are there and nothing else changed', () => {
    const garbage = Buffer.from('<Error>SlowDown</Error>');
    expect(struck('garbage_after')).toEqual(Buffer.concat([goodBytes, garbage]));
    expect(struck('zeros_after')).toEqual(Buffer.concat([goodBytes, Buffer.alloc(512)]));
  });
});

describe('objects that are good but unusual', () => {
  test('several members hold the same text', () => {
    const bytes = struck('several_members');
    expect(bytes.toString('latin1').split('\x1f\x8b\x08').length).toBeGreaterThan(3);
    expect(gunzipSync(bytes).toString()).toBe(goodText);
  });

  test('a gzip of nothing holds nothing', () => {
    expect(gunzipSync(struck('empty_gzip'))).toHaveLength(0);
  });

  test('the last line may be cut or lack its end', () => {
    expect(gunzipSync(struck('cut_last_line')).toString()).toBe(goodText.slice(0, -100));
    expect(gunzipSync(struck('no_last_line_end')).toString()).toBe(goodText.slice(0, -1));
  });

  test('a tiny object has the first two lines', () => {
    const lines = goodText.split('\n').slice(0, 2);
    expect(gunzipSync(struck('tiny_object')).toString()).toBe(`${lines.join('\n')}\n`);
  });
});

describe('objects in another place', () => {
  const moves: readonly (readonly [ObjectFaultName, string, string])[] = [
    ['plain_object', 'events/2026/03/07/01/part-0.json', goodText],
    ['ignored_file', 'events/2026/03/07/01/_SUCCESS', ''],
  ];
  test.each(moves)('%s lies at %s', (name, key, text) => {
    expect(archive(name).get(key)?.toString()).toBe(text);
  });

  test('an object without a date in its key keeps its bytes', () => {
    const key = 'unplaced/events-2026-03-07-01-part-0.gz';
    expect(archive('unplaced_object').get(key)).toEqual(goodBytes);
  });

  test('a missing object is missing', () => {
    expect([...archive('missing_object').keys()]).toEqual(
      [...good.keys()].filter((key) => key !== struckKey),
    );
  });

  test('two faults may strike the same object', () => {
    const bytes = struck('several_members', 'truncated_object');
    expect(() => gunzipSync(bytes)).toThrow('unexpected end of file');
  });
});
