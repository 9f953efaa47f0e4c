/** Gzip objects: what is good, what is refused and with which words. */
import { createHash } from 'node:crypto';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { inflateObject } from '../../src/decode/inflate-object.ts';
import { ObjectError } from '../../src/model/object-error.ts';

const hello = Buffer.from('{"action": "pageview"}\n');
/** More than is inflated at once, deflated (random) and inflated (repeated). */
const noise = createHash('shake256', { outputLength: 700_000 }).update('noise').digest();
const long = Buffer.concat([noise, Buffer.alloc(3_000_000, hello)]);

type Read = { readonly text: Buffer; readonly sha256: string; readonly objectBytes: number };

async function read(bytes: Uint8Array, key = 'day/a.gz', pieceBytes = 50_000): Promise<Read> {
  const inflated: Buffer[] = [];
  const result = await inflateObject({ key, pieces: piecesOf(bytes, pieceBytes) }, (piece) => {
    inflated.push(Buffer.from(piece));
  });
  const text = Buffer.concat(inflated);
  expect(result.inflatedBytes).toBe(text.length);
  return { text, sha256: result.sha256, objectBytes: result.objectBytes };
}

async function* piecesOf(bytes: Uint8Array, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

async function refusal(bytes: Uint8Array, key?: string): Promise<string> {
  const error: unknown = await read(bytes, key).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ObjectError);
  return `${(error as ObjectError).fault} | ${(error as ObjectError).message}`;
}

test('a short and a long member give back what was compressed', async () => {
  expect((await read(gzipSync(hello))).text).toEqual(hello);
  expect((await read(gzipSync(long))).text.equals(long)).toBe(true);
});

test('the digest and the size are those of the compressed bytes', async () => {
  const object = gzipSync(long);
  const { sha256, objectBytes } = await read(object);
  expect(sha256).toBe(createHash('sha256').update(object).digest('hex'));
  expect(objectBytes).toBe(object.length);
});

test('members follow each other, whatever their size', async () => {
  const members = [hello, long, Buffer.alloc(0), hello, long];
  const object = Buffer.concat(members.map((member) => gzipSync(member)));
  expect((await read(object)).text.equals(Buffer.concat(members))).toBe(true);
});

test('a gzip of nothing is good', async () => {
  expect((await read(gzipSync(''))).text).toEqual(Buffer.alloc(0));
});

test('plain objects pass through as they are', async () => {
  for (const key of ['day/a.json', 'day/a.jsonl', 'day/a.log']) {
    expect((await read(long, key)).text.equals(long)).toBe(true);
  }
  expect((await read(gzipSync(hello), 'day/a.log')).text).toEqual(gzipSync(hello));
});

test('the ending .gz is known in any case of letters', async () => {
  expect((await read(gzipSync(hello), 'DAY/A.JSON.GZ')).text).toEqual(hello);
});

test('an object without bytes is refused, compressed or plain', async () => {
  const none = new Uint8Array(0);
  expect(await refusal(none)).toBe('empty | day/a.gz has no bytes at all: 0 bytes');
  expect(await refusal(none, 'day/a.log')).toBe('empty | day/a.log has no bytes at all: 0 bytes');
});

test('an object that is not gzip is refused', async () => {
  expect(await refusal(hello)).toBe(
    'not_gzip | day/a.gz is not gzip although its name says so: ' +
      'it begins with 7b22616374696f6e223a',
  );
});

test('bytes behind the last member are refused, zeros too', async () => {
  for (const member of [gzipSync(hello), gzipSync(long)]) {
    for (const garbage of ['<Error>SlowDown</Error>', '\0', '\0'.repeat(512), '\n']) {
      const object = Buffer.concat([member, Buffer.from(garbage)]);
      expect(await refusal(object)).toMatch(/^trailing /);
    }
  }
  const object = Buffer.concat([gzipSync(hello), gzipSync(hello), Buffer.from('garbage')]);
  expect(await refusal(object)).toBe(
    'trailing | day/a.gz has bytes after its last gzip member: ' +
      'behind member 2, from byte 86 on: 67617262616765',
  );
});

test('an object cut anywhere but between members is refused as truncated', async () => {
  const first = gzipSync(hello);
  const object = Buffer.concat([first, gzipSync('second')]);
  for (let length = 1; length < object.length; length += 1) {
    if (length === first.length) continue;
    expect(await refusal(object.subarray(0, length)), `cut at ${length}`).toMatch(/^truncated /);
  }
});

test('a long member cut in its data or in its trailer is refused as truncated', async () => {
  const object = gzipSync(long);
  for (const cut of [100_000, 8, 7, 1]) {
    const length = object.length - cut;
    expect(await refusal(object.subarray(0, length))).toMatch(/^truncated /);
  }
  expect(await refusal(object.subarray(0, 300_000))).toBe(
    'truncated | day/a.gz ends in the middle of a gzip member: ' +
      'member 1, from byte 0 on: unexpected end of file, byte 300000',
  );
});

test('no flipped bit goes unnoticed and changes what is read', async () => {
  const object = Buffer.concat([gzipSync(hello), gzipSync('second')]);
  const inflated = Buffer.concat([hello, Buffer.from('second')]);
  let refused = 0;
  for (let bit = 0; bit < object.length * 8; bit += 1) {
    const damaged = Buffer.from(object);
    damaged[bit >> 3]! ^= 1 << (bit & 7);
    const result = await read(damaged).catch((error: unknown) => error);
    if (result instanceof ObjectError) refused += 1;
    else expect((result as Read).text).toEqual(inflated);
  }
  // Harmless in each member: its time (32 bits), extra flags and system (8 each), the text flag (1)
  // and what is left of the last byte of its data (at most 7).
  expect(refused).toBeGreaterThanOrEqual(object.length * 8 - 2 * (32 + 8 + 8 + 1 + 7));
});

test('a wrong checksum or length at the end is refused as damaged', async () => {
  for (const member of [hello, long]) {
    for (const back of [1, 8]) {
      const object = gzipSync(member);
      object[object.length - back]! ^= 0xff;
      expect(await refusal(object)).toMatch(/^damaged .* its trailer says /);
    }
  }
});

test('data that cannot be inflated is refused as damaged, deep in a long member too', async () => {
  const object = gzipSync(long, { level: 1 });
  object.fill(0xff, 720_000, 720_100);
  expect(await refusal(object)).toMatch(/^damaged /);
});

test('all optional fields of a header are passed over and its checksum is verified', async () => {
  const header = Buffer.concat([
    Buffer.of(0x1f, 0x8b, 8, 2 + 4 + 8 + 16, 1, 2, 3, 4, 0, 255),
    Buffer.from('\x05\x00extra', 'latin1'),
    Buffer.from('part-0.json\0written by hand\0', 'latin1'),
  ]);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(hello), 0);
  trailer.writeUInt32LE(hello.length, 4);
  const withCrc = (crc: number): Buffer =>
    Buffer.concat([header, Buffer.of(crc & 255, (crc >> 8) & 255), deflateRawSync(hello), trailer]);
  expect((await read(withCrc(crc32(header)), 'a.gz', 1)).text).toEqual(hello);
  expect(await refusal(withCrc(crc32(header) + 1))).toMatch(/^damaged .* CRC-16 /);
});

test('another method and reserved flags are refused', async () => {
  const object = gzipSync(hello);
  object[2] = 9;
  expect(await refusal(object)).toMatch(/method 9 is not deflate/);
  object[2] = 8;
  object[3] = 0x20;
  expect(await refusal(object)).toMatch(/reserved flags are set/);
});

test('what inflates to very much comes in pieces of at most 1 MiB', async () => {
  const bytes = 100 * 1024 * 1024;
  const object = gzipSync(Buffer.alloc(bytes));
  let largest = 0;
  const { inflatedBytes } = await inflateObject(
    { key: 'a.gz', pieces: piecesOf(object, object.length) },
    (piece) => (largest = Math.max(largest, piece.length)),
  );
  expect(inflatedBytes).toBe(bytes);
  expect(largest).toBeLessThanOrEqual(1024 * 1024);
});

test('an error of the source or the receiver ends the reading and closes the source', async () => {
  const object = gzipSync(long);
  const gone = new ObjectError('day/a.gz', 'vanished', 'deleted');
  let closed = 0;
  async function* source(error?: Error): AsyncGenerator<Uint8Array> {
    try {
      yield object.subarray(0, 300_000);
      if (error !== undefined) throw error;
      yield object.subarray(300_000);
    } finally {
      closed += 1;
    }
  }
  const nothing = (): void => undefined;
  const fail = (): void => {
    throw new Error('receiver');
  };
  await expect(inflateObject({ key: 'a.gz', pieces: source(gone) }, nothing)).rejects.toBe(gone);
  await expect(inflateObject({ key: 'a.gz', pieces: source() }, fail)).rejects.toThrow('receiver');
  await expect(inflateObject({ key: 'a.log', pieces: source() }, fail)).rejects.toThrow('receiver');
  expect(closed).toBe(3);
});
