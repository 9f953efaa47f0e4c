/** An archive of synthetic traffic, object by object, in constant memory. */
import { bytesFromText } from '../base/bytes.ts';
import { textFromDay } from '../base/calendar.ts';
import { strikeObject } from './faults.ts';
import { LineStriker } from './line-striker.ts';
import type { HourPace } from './pace.ts';
import { paceOfDay } from './pace.ts';
import type { SimulateOptions } from './simulate-options.ts';
import { checkSimulateOptions } from './simulate-options.ts';
import type { SimulatedObject } from './simulated-object.ts';
import { plainGzip } from './simulated-object.ts';
import { Traffic, writtenAt } from './traffic.ts';

/** Large enough that a block's overhead does not show, small enough to hold some of them. */
const blockBytes = 262_144;

type Folder = { readonly path: string; readonly hours: readonly HourPace[] };

/**
 * Objects in ascending order of their keys, but for those that a fault moved. Deterministic: the
 * same options give the same keys and bytes.
 *
 * The blocks of an object must be read before the next object is asked for; what is left unread
 * is passed over. Memory: the visits under way and one block, whatever the size of the archive.
 * @throws UsageError if the options cannot be.
 */
export function* simulateArchive(options: SimulateOptions): Generator<SimulatedObject> {
  checkSimulateOptions(options);
  const traffic = new Traffic(options);
  const striker = new LineStriker(options.faults);
  let ordinal = 0;
  for (const folder of foldersOf(options)) {
    const lines = linesOf(folder, traffic);
    const total = folder.hours.reduce((sum, hour) => sum + hour.lines, 0);
    for (let part = 0; part < options.objectsPerFolder; part += 1) {
      const until = Math.round((total * (part + 1)) / options.objectsPerFolder);
      const count = until - Math.round((total * part) / options.objectsPerFolder);
      const own = new Counted(lines, count);
      const key = `${options.prefix}${folder.path}/${nameOf(part, options.objectsPerFolder)}`;
      const object = { key, blocks: blocksOf(own, striker, ordinal), writing: plainGzip };
      yield* strikeObject(object, ordinal, options.faults);
      own.skipRest();
      ordinal += 1;
    }
  }
}

function* foldersOf(options: SimulateOptions): Generator<Folder> {
  for (let day = options.fromDay; day < options.fromDay + options.days; day += 1) {
    const path = textFromDay(day).replaceAll('-', '/');
    const hours = [...paceOfDay(options, day)];
    if (options.layout === 'day') yield { path, hours };
    else {
      for (const [hour, pace] of hours.entries()) {
        yield { path: `${path}/${String(hour).padStart(2, '0')}`, hours: [pace] };
      }
    }
  }
}

/** `part-0.gz`, with as many digits as the last one needs: byte order is the order of time. */
function nameOf(part: number, parts: number): string {
  return `part-${String(part).padStart(String(parts - 1).length, '0')}.gz`;
}

function* linesOf({ hours }: Folder, traffic: Traffic): Generator<string, undefined> {
  for (const hour of hours) {
    for (let index = 0; index < hour.lines; index += 1) {
      yield traffic.nextLine(hour, writtenAt(hour, index));
    }
  }
}

/** The next `left` lines of a stream that others go on reading. */
class Counted {
  readonly #lines: Iterator<string, undefined>;
  #left: number;

  constructor(lines: Iterator<string, undefined>, left: number) {
    this.#lines = lines;
    this.#left = left;
  }

  next(): string | undefined {
    if (this.#left === 0) return undefined;
    this.#left -= 1;
    return this.#lines.next().value;
  }

  skipRest(): void {
    while (this.next() !== undefined);
  }
}

/** Whole lines with their ends, about `blockBytes` at a time. */
function* blocksOf(lines: Counted, striker: LineStriker, object: number): Generator<Uint8Array> {
  let text = '';
  for (const line of struckLines(lines, striker, object)) {
    if (typeof line === 'string') {
      text += `${line}\n`;
      if (text.length < blockBytes) continue;
    }
    if (text !== '') yield bytesFromText(text);
    text = '';
    if (typeof line !== 'string') yield Uint8Array.from([...line, 10]);
  }
  if (text !== '') yield bytesFromText(text);
}

function* struckLines(lines: Counted, striker: LineStriker, object: number) {
  yield* striker.takeWaiting();
  let number = 0;
  for (let line = lines.next(); line !== undefined; line = lines.next()) {
    number += 1;
    yield* striker.strike(line, object, number);
  }
}
