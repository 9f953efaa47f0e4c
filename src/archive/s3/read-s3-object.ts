/**
 * The bytes of one object as it was listed: under its etag, from its first byte to its last. Where
 * a body breaks, the rest of it is asked for.
 */
import type { Readable } from 'node:stream';
import { ObjectError } from '../../model/object-error.ts';
import type { ArchiveObject } from '../archive.ts';
import { objectErrorFromS3Fault } from './s3-errors.ts';
import { BrokenBody, isPassing, s3FaultFromError, type S3Fault } from './s3-fault.ts';
import { etagFromIdentity } from './s3-identity.ts';
import type { S3Place } from './s3-place.ts';
import type { S3Requests } from './s3-requests.ts';
import type { S3Body } from './s3-answers.ts';
import type { S3Service } from './s3-service.ts';

export type S3Reader = {
  readonly place: S3Place;
  readonly service: S3Service;
  readonly requests: S3Requests;
  /** A body of which no byte comes for so long is broken. */
  readonly timeoutMs: number;
};

/** A connection that brought less than this does not make up for its failure (chosen). */
const progressBytesMin = 64 * 1024;

/**
 * @throws ObjectError `changed`, `vanished`, `denied`, `archived`, `unpinned`; UnavailableError
 *   where it breaks again and again without any progress; the signal's reason.
 */
export async function* readS3Object(
  reader: S3Reader,
  object: ArchiveObject,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { requests, place } = reader;
  const stop = requests.signalWith(signal);
  const what = `s3://${place.bucket}/${place.prefix}${object.key}: cannot be read`;
  let offset = 0;
  for (let tries = 1; ; tries += 1) {
    const from = offset;
    const opened = await openBody(reader, object, { from, signal, what });
    try {
      for await (const piece of piecesOf(opened, { from, timeoutMs: reader.timeoutMs })) {
        offset += piece.length;
        checkLength(object, offset);
        yield piece;
      }
      if (offset === object.bytes) return;
      throw new BrokenBody(`its body ended after ${offset} of ${object.bytes} bytes`);
    } catch (error) {
      stop.throwIfAborted();
      const fault = faultOfBody(error);
      if (offset - from >= progressBytesMin) tries = 1;
      await requests.pause(fault, { what, tries, signal: stop });
    } finally {
      opened.body.destroy();
    }
  }
}

function checkLength(object: ArchiveObject, bytes: number): void {
  if (bytes > object.bytes) throw changed(object, `it has ${bytes} bytes or more`);
}

/** @throws what is no break of the connection. */
function faultOfBody(error: unknown): S3Fault {
  const fault = s3FaultFromError(error);
  if (error instanceof ObjectError || !isPassing(fault)) throw error;
  return fault;
}

async function openBody(
  { place, service, requests }: S3Reader,
  object: ArchiveObject,
  { from, signal, what }: { from: number; signal: AbortSignal | undefined; what: string },
): Promise<S3Body> {
  const etag = etagFromIdentity(object);
  if (etag === '') throw new ObjectError(object.key, 'unpinned', 'the service gave none');
  const key = place.prefix + object.key;
  const opened = await requests.send({
    what,
    signal,
    send: (abort) => service.openBody({ key, etag, from }, abort),
    errorOf: (fault) => objectErrorFromS3Fault(object.key, fault),
  });
  const { body, objectBytes = object.bytes } = opened;
  if (opened.etag === etag && objectBytes === object.bytes && opened.from <= from) return opened;
  body.destroy();
  throw changed(object, `it is ${opened.etag} with ${objectBytes} bytes`);
}

function changed({ key, identity }: ArchiveObject, found: string): ObjectError {
  return new ObjectError(key, 'changed', `listed as ${identity} (etag-size), now ${found}`);
}

/** What lies before `from` was read before: a service may begin anew. */
async function* piecesOf(
  opened: S3Body,
  { from, timeoutMs }: { readonly from: number; readonly timeoutMs: number },
): AsyncGenerator<Uint8Array, void, undefined> {
  let passed = opened.from;
  for await (const piece of withoutStanding(opened.body, timeoutMs)) {
    const known = Math.min(piece.length, from - passed);
    if (known <= 0) yield piece;
    else {
      passed += known;
      if (known < piece.length) yield piece.subarray(known);
    }
  }
}

/** Breaks a body of which no byte comes while one is waited for; a slow receiver is no fault. */
async function* withoutStanding(
  body: Readable,
  timeoutMs: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const pieces = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, unknown>;
  let isWaiting = true;
  const timer = setTimeout(() => {
    if (isWaiting) body.destroy(new BrokenBody(`no byte of its body came for ${timeoutMs} ms`));
  }, timeoutMs);
  try {
    for (;;) {
      isWaiting = true;
      timer.refresh();
      const next = await pieces.next();
      isWaiting = false;
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    clearTimeout(timer);
  }
}
