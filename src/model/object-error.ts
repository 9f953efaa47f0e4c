/** An object of the archive that cannot be taken: thrown to unwind its reading, then a value. */

/** Causes of rejection, each with its words for a person. */
export const objectFaults = {
  changed: 'was replaced while it was read',
  vanished: 'is gone since it was listed',
  denied: 'may not be read (access denied)',
  archived: 'lies in cold storage and has to be restored first',
  unpinned: 'is listed without an etag, so that a change of it would not be noticed',
  empty: 'has no bytes at all',
  not_gzip: 'is not gzip although its name says so',
  truncated: 'ends in the middle of a gzip member',
  damaged: 'does not match its own checksum or is not decodable',
  trailing: 'has bytes after its last gzip member',
} as const;

export type ObjectFault = keyof typeof objectFaults;

export class ObjectError extends Error {
  readonly key: string;
  readonly fault: ObjectFault;
  readonly detail: string;

  constructor(key: string, fault: ObjectFault, detail: string, cause?: unknown) {
    super(`${key} ${objectFaults[fault]}: ${detail}`, cause === undefined ? {} : { cause });
    this.name = 'ObjectError';
    this.key = key;
    this.fault = fault;
    this.detail = detail;
  }
}
