/** Logs in S3: place, credentials, permissions, tries, and what faults become. */
import { connectTimeoutMs, s3Defaults } from '../../archive/s3/s3-options.ts';
import { faultsChapter } from './faults-chapter.ts';
import { code, text, type Chapter } from './manual-page.ts';

export const s3Chapters: readonly Chapter[] = [
  placeChapter(),
  credentialsChapter(),
  triesChapter(),
  faultsChapter('s3'),
];

function placeChapter(): Chapter {
  return {
    title: 'Logs in S3',
    blocks: [
      ...text(
        '`--archive` `s3://bucket/folder` names a bucket and the folder in it that is the root ' +
          'of the archive; keys are the paths below it, and name their UTC day or hour as in a ' +
          'folder of this machine. Services that speak the language of S3 are named with ' +
          '`--s3-endpoint`. All options of S3 can stand in recount.yaml:',
      ),
      code(
        'archive: {place: s3://my-logs/events}',
        's3: {endpoint: https://s3.example:9000, region: eu-west-1}',
      ),
      ...text(
        'Folders that name a day outside of those asked for are not looked into. With a layout ' +
          'whose date stands in the middle of file names the whole folder has to be listed, ' +
          'which is said where it took more than a page. An answer that is no listing of the ' +
          'bucket, or is out of order, is never taken for an empty one.',
        'The identity of an object is its etag and its size, and every request names the etag: ' +
          'an object that was replaced is rejected, never read in part. Its content is recorded ' +
          'as the SHA-256 of its bytes, so that a copy of an archive, in another bucket or a ' +
          'folder, is the same input and nothing is rebuilt for it.',
      ),
    ],
  };
}

function credentialsChapter(): Chapter {
  return {
    title: 'Credentials and permissions',
    blocks: [
      ...text(
        'Credentials come from the usual chain of AWS clients: `AWS_ACCESS_KEY_ID` and ' +
          '`AWS_SECRET_ACCESS_KEY` (with `AWS_SESSION_TOKEN`), `AWS_PROFILE` and the files in ' +
          '~/.aws, single sign-on, web identity, the role of a container or machine. There is no ' +
          'option for them, places and addresses that hold any are refused, and none is ever ' +
          'printed or recorded. `--s3-anonymous` looks for none, for public buckets.',
        'Listing and reading are all that is needed:',
      ),
      code(
        '{"Version": "2012-10-17", "Statement": [',
        '  {"Effect": "Allow", "Action": "s3:ListBucket",',
        '   "Resource": "arn:aws:s3:::my-logs"},',
        '  {"Effect": "Allow", "Action": "s3:GetObject",',
        '   "Resource": "arn:aws:s3:::my-logs/events/*"}]}',
      ),
      ...text(
        'Objects that lie in cold storage are rejected by name; they have to be restored first. ' +
          'Where objects are encrypted with a key of AWS KMS, `kms:Decrypt` on it is needed too.',
      ),
    ],
  };
}

function triesChapter(): Chapter {
  return {
    title: 'Tries and time-outs of S3',
    blocks: text(
      `A connection must be made in ${connectTimeoutMs / 1000} s, and in \`--s3-timeout\` where ` +
        'that is less. An answer, and every further byte of a body that is waited for, must come ' +
        'within `--s3-timeout` ' +
        `(${s3Defaults.timeoutMs / 1000} s). What may pass (500, 503, resets, silence, answers ` +
        `that are not of S3) is tried \`--s3-tries\` (${s3Defaults.triesMax}) times in all, with ` +
        'pauses of 0.2, 0.4, 0.8 and so on up to 20 s, of which up to a half is left out at ' +
        'random; a pause of a second or more is told. Of a body that broke only the rest is ' +
        'asked for, and tries count anew after 64 KiB. An address that never answered is tried 3 ' +
        'times.',
      `At most \`--s3-requests\` (${s3Defaults.requestsMax}) are in flight. When S3 says that it ` +
        'is overloaded, or does not answer in time, half as many; then slowly more again.',
    ),
  };
}
