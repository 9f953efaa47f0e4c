/** Opens an archive by its place: a folder, or a bucket of S3. */
import type { Archive } from '../archive/archive.ts';
import { parseKeyLayout } from '../archive/key-layout.ts';
import type { S3Options } from '../archive/s3/s3-options.ts';
import { kindOfPlace } from './kind-of-place.ts';

export type ArchiveOptions = {
  /** How keys name their UTC day or hour; days, or hours below days, when left out. */
  readonly layout?: string;
  /** How buckets are reached, for places that begin with s3://. */
  readonly s3?: S3Options;
  /** Told in a line what is being waited for, and what takes longer than it should. */
  readonly notify?: (text: string) => void;
};

type ArchiveKind = (place: string, options: ArchiveOptions) => Promise<Archive>;

/** By scheme. A client is loaded when an archive of its kind is opened, not before. */
const archiveKinds: Readonly<Record<string, ArchiveKind>> = {
  async folder(place, { layout }) {
    const { openFolderArchive } = await import('../archive/folder-archive.ts');
    return openFolderArchive(place, { layout: parseKeyLayout(layout) });
  },
  async s3(place, { layout, s3, notify }) {
    const { openS3Archive } = await import('../archive/s3/open-s3-archive.ts');
    const told = notify && { notify };
    return openS3Archive(place, { ...s3, ...told, layout: parseKeyLayout(layout) });
  },
};

/**
 * @param place a folder, or `s3://bucket/folder`.
 * @throws UsageError for a place of an unknown kind or without any archive, or a wrong layout.
 */
export async function openArchive(place: string, options: ArchiveOptions = {}): Promise<Archive> {
  return kindOfPlace(place, { what: 'archive', kinds: archiveKinds })(place, options);
}
