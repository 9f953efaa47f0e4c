/** What can be wrong with a whole object: one table. Each gives what lies there instead. */
import { bytesFromText } from '../base/bytes.ts';
import type { SimulatedObject, Writing } from './simulated-object.ts';

export type ObjectFault = {
  readonly name: string;
  readonly formats: 'any';
  readonly about: string;
  readonly apply: (object: SimulatedObject) => readonly SimulatedObject[];
};

export const objectFaults = [
  writingFault('truncated_object', 'its last 100 bytes are not there', { cutBytes: 100 }),
  writingFault('truncated_trailer', 'its last 4 bytes are not there', { cutBytes: 4 }),
  writingFault('wrong_checksum', 'another checksum at the end', {
    cutBytes: 8,
    appended: bytesFromText('recount!'),
  }),
  writingFault('garbage_after', 'text behind the last member', {
    appended: bytesFromText('<Error>SlowDown</Error>'),
  }),
  writingFault('zeros_after', 'zero bytes behind the last member', {
    appended: new Uint8Array(512),
  }),
  writingFault('not_gzip', 'plain text under a name that ends in .gz', { compression: 'none' }),
  fault('empty_object', 'no byte at all', (object) => [
    { ...object, blocks: [], writing: { ...object.writing, compression: 'none' } },
  ]),
  fault('empty_gzip', 'a gzip of nothing, which is good', (object) => [{ ...object, blocks: [] }]),
  fault('plain_object', 'uncompressed, and its name says so', (object) => [
    {
      ...object,
      key: object.key.replace(/\.gz$/, '.json'),
      writing: { ...object.writing, compression: 'none' },
    },
  ]),
  fault('several_members', 'many gzip members, cut inside lines, some empty', (object) => [
    {
      ...object,
      blocks: inThirds(object.blocks),
      writing: { ...object.writing, memberBlocks: 1 },
    },
  ]),
  fault('tiny_object', 'only its first two lines', (object) => [
    { ...object, blocks: firstLines(object.blocks, 2) },
  ]),
  fault('cut_last_line', 'its last line is cut', (object) => [
    { ...object, blocks: cutAtEnd(object.blocks, 100) },
  ]),
  fault('no_last_line_end', 'its last line has no end', (object) => [
    { ...object, blocks: cutAtEnd(object.blocks, 1) },
  ]),
  fault('missing_object', 'not there; alone in its folder, the hour or day is missing', () => []),
  fault('ignored_file', 'a file beside it that is no log', (object) => [
    {
      key: object.key.replace(/[^/]*$/, '_SUCCESS'),
      blocks: [],
      writing: { ...object.writing, compression: 'none' },
    },
    object,
  ]),
  fault('unplaced_object', 'under a key without a date', (object) => [
    { ...object, key: `unplaced/${object.key.replaceAll('/', '-')}` },
  ]),
] as const;

function fault<Name extends string>(
  name: Name,
  about: string,
  apply: ObjectFault['apply'],
): ObjectFault & { readonly name: Name } {
  return { name, formats: 'any', about, apply };
}

function writingFault<Name extends string>(name: Name, about: string, change: Partial<Writing>) {
  return fault(name, about, (object) => [{ ...object, writing: { ...object.writing, ...change } }]);
}

/** Each block in three, the middle one empty, cut where no line ends. */
function* inThirds(blocks: Iterable<Uint8Array>): Generator<Uint8Array> {
  for (const block of blocks) {
    const cut = Math.floor(block.length / 2);
    yield block.subarray(0, cut);
    yield new Uint8Array(0);
    yield block.subarray(cut);
  }
}

function* firstLines(blocks: Iterable<Uint8Array>, lines: number): Generator<Uint8Array> {
  for (const block of blocks) {
    let end = 0;
    for (let line = 0; line < lines; line += 1) {
      const found = block.indexOf(10, end);
      end = found === -1 ? block.length : found + 1;
    }
    yield block.subarray(0, end);
    return;
  }
}

/** Holds one block back, because only then is the last one known. */
function* cutAtEnd(blocks: Iterable<Uint8Array>, cutBytes: number): Generator<Uint8Array> {
  let held: Uint8Array | undefined;
  for (const block of blocks) {
    if (held !== undefined) yield held;
    held = block;
  }
  if (held !== undefined) yield held.subarray(0, Math.max(0, held.length - cutBytes));
}
