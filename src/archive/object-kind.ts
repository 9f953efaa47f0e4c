/** What an object is, by its key alone: a log that is read, or something that lies beside logs. */
import type { ArchiveObject } from './archive.ts';

/**
 * In any case of letters, because a log named `PART-0.GZ` that is passed over would be missing
 * from the numbers, while a file that is no log is refused with its name when it is read.
 */
const logEnding = /\.(gz|json|jsonl|log)$/i;

/**
 * Hidden files and folders, and the folder in which writers of the Hadoop family keep what they
 * have not finished: its files are moved to their place when they are whole.
 */
const hiddenPart = /(?:^|\/)(?:\.|_temporary\/)/;

export function kindFromKey(key: string): ArchiveObject['kind'] {
  return logEnding.test(key) && !isHidden(key) ? 'data' : 'ignored';
}

export function isHidden(key: string): boolean {
  return hiddenPart.test(key);
}
