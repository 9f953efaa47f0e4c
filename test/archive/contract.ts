/** What every archive must do, whatever holds it. */
import { afterEach, beforeEach, describe } from 'vitest';
import { listingContract } from './contract-listing.ts';
import { readingContract } from './contract-reading.ts';
import type { ArchiveSubject } from './contract-subject.ts';

/** @param begin makes an archive without objects, for each test a new one. */
export function archiveContract(begin: () => Promise<ArchiveSubject>): void {
  let subject: ArchiveSubject;
  beforeEach(async () => {
    subject = await begin();
  });
  afterEach(() => subject.end());

  describe('listing', () => listingContract(() => subject));
  describe('reading', () => readingContract(() => subject));
}
