/** Opens the archive that the options name. */
import type { Archive } from '../archive/archive.ts';
import type { OptionValues } from '../config/options.ts';
import { openArchive } from '../places/open-archive.ts';
import type { Session } from './session.ts';

/** What every command that reads raw logs has. */
export type ArchiveValues = Pick<
  OptionValues<'rebuild'>,
  | 'archive'
  | 'archiveLayout'
  | 's3Endpoint'
  | 's3Region'
  | 's3Addressing'
  | 's3Anonymous'
  | 's3Timeout'
  | 's3Tries'
  | 's3Requests'
  | 'quiet'
>;

const randomBytes = 4;

/** @throws UsageError for a place of an unknown kind or without any archive. */
export async function openNamedArchive(session: Session, values: ArchiveValues): Promise<Archive> {
  const { randomHex } = session.surroundings;
  const { s3Endpoint: endpoint, s3Region: region } = values;
  const archive = await openArchive(values.archive ?? '', {
    layout: values.archiveLayout,
    notify: (text) => {
      if (!values.quiet) session.note(text);
    },
    s3: {
      ...(endpoint !== undefined && { endpoint }),
      ...(region !== undefined && { region }),
      addressing: values.s3Addressing,
      isAnonymous: values.s3Anonymous,
      timeoutMs: values.s3Timeout * 1000,
      triesMax: values.s3Tries,
      requestsMax: values.s3Requests,
      random: () => parseInt(randomHex(randomBytes), 16) / 2 ** (8 * randomBytes),
    },
  });
  // A listing that waits for its service must not keep an interrupted run waiting.
  session.signal.addEventListener('abort', () => void archive.close(), { once: true });
  return archive;
}
