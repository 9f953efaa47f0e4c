/** Reads every log of an archive to its end: what is damaged, and what is in the lines. */
import type { ArchiveObject } from '../archive/archive.ts';
import { readAhead, type ObjectAhead } from '../archive/read-ahead.ts';
import { SystemError } from '../base/errors.ts';
import { createLineChecker, siteFreeOutcomes, sitesMax } from '../decode/check-lines.ts';
import type { LineCounts, SiteFreeOutcome } from '../decode/check-lines.ts';
import { inflateObject } from '../decode/inflate-object.ts';
import { ObjectError } from '../model/object-error.ts';
import { placingOf } from './archive-totals.ts';
import { listingRange } from './archive-check-types.ts';
import type {
  ArchiveFinding,
  CheckPorts,
  CheckRequest,
  DeepCounts,
  RefusedInObject,
} from './archive-check-types.ts';

/** Objects that are named for their refused lines; `rebuild --rejects` lists every line. */
const refusedObjectsMax = 10;

type Report = (finding: ArchiveFinding) => void;

/** One object after another. Memory: some 16 MiB, whatever the archive holds. */
export async function checkObjects(
  ports: CheckPorts,
  request: CheckRequest,
  report: Report,
): Promise<DeepCounts> {
  const { archive, signal, observer } = ports;
  const counts = new DeepCounter();
  const objects = placedObjects(archive.list(listingRange(request)));
  for await (const ahead of readAhead({ archive, objects, signal })) {
    signal.throwIfAborted();
    const { key, bytes } = ahead.object;
    const read = await readObject(ports, ahead, request);
    if (read.kind === 'whole') counts.add(ahead.object, read);
    else report({ kind: 'rejected', key, bytes, fault: read.fault, message: read.message });
    observer.objectDone?.();
  }
  return counts.counts();
}

/** What has no place in time is never read by anything, and is told already. */
async function* placedObjects(
  listing: AsyncIterable<ArchiveObject>,
): AsyncGenerator<ArchiveObject, void, undefined> {
  for await (const object of listing) if (placingOf(object) === 'placed') yield object;
}

type ReadObject =
  | { readonly kind: 'whole'; readonly lines: LineCounts; readonly inflatedBytes: number }
  | { readonly kind: 'rejected'; readonly fault: string; readonly message: string };

/** What the machine refuses of one object does not end the look at the others. */
async function readObject(
  { observer }: CheckPorts,
  { object, pieces }: ObjectAhead<ArchiveObject>,
  { inputFormat }: CheckRequest,
): Promise<ReadObject> {
  const checker = createLineChecker(inputFormat);
  try {
    const source = { key: object.key, pieces: countedPieces(pieces, observer) };
    const { inflatedBytes } = await inflateObject(source, (bytes) => {
      checker.push(bytes);
    });
    return { kind: 'whole', lines: checker.finish(), inflatedBytes };
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof ObjectError) return { kind: 'rejected', fault: error.fault, message };
    if (error instanceof SystemError) return { kind: 'rejected', fault: 'unreadable', message };
    throw error;
  }
}

async function* countedPieces(
  pieces: AsyncIterable<Uint8Array>,
  observer: CheckPorts['observer'],
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const piece of pieces) {
    observer.progress?.(piece.length);
    yield piece;
  }
}

class DeepCounter {
  readonly #refused: Record<SiteFreeOutcome, number>;
  readonly #sites = new Map<string, number>();
  #mostRefused: readonly RefusedInObject[] = [];
  readonly #sums = { objects: 0, bytes: 0, inflatedBytes: 0, lines: 0, readable: 0, otherSites: 0 };

  constructor() {
    const zeros = siteFreeOutcomes.map((outcome) => [outcome, 0]);
    this.#refused = Object.fromEntries(zeros) as Record<SiteFreeOutcome, number>;
  }

  add(
    { key, bytes }: ArchiveObject,
    { lines, inflatedBytes }: { readonly lines: LineCounts; readonly inflatedBytes: number },
  ): void {
    const sums = this.#sums;
    sums.objects += 1;
    sums.bytes += bytes;
    sums.inflatedBytes += inflatedBytes;
    sums.lines += lines.lines;
    sums.readable += lines.readable;
    sums.otherSites += lines.otherSites;
    for (const outcome of siteFreeOutcomes) this.#refused[outcome] += lines.refused[outcome];
    for (const [site, count] of lines.sites) this.#addSite(site, count);
    const { blank, not_a_hit: unanswered } = lines.refused;
    const refused = lines.lines - lines.readable - blank - unanswered;
    if (refused > 0) this.#addRefused({ key, lines: lines.lines, refused });
  }

  counts(): DeepCounts {
    const mostRefused = this.#mostRefused;
    return { ...this.#sums, refused: this.#refused, sites: this.#sites, mostRefused };
  }

  #addRefused(object: RefusedInObject): void {
    const sorted = [...this.#mostRefused, object].sort((a, b) => b.refused - a.refused);
    this.#mostRefused = sorted.slice(0, refusedObjectsMax);
  }

  #addSite(site: string, count: number): void {
    const known = this.#sites.get(site);
    if (known === undefined && this.#sites.size === sitesMax) this.#sums.otherSites += count;
    else this.#sites.set(site, (known ?? 0) + count);
  }
}
