/** What every archive must do, whatever holds it. */
import { afterEach, beforeEach } from 'vitest';
import { describeListing } from './contract-listing.ts';
import { describeReading } from './contract-reading.ts';
import type { ArchiveSubject } from './contract-subject.ts';

/** @param begin makes an archive without objects, for each test a new one. */
export function describeArchiveContract(begin: () => Promise<ArchiveSubject>): void {
  let subject: ArchiveSubject;
  beforeEach(async () => {
    subject = await begin();
  });
  afterEach(() => subject.end());

  describeListing(() => subject);
  describeReading(() => subject);
}
