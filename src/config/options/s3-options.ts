/** Options under "Logs in S3" in the help: rows of the table in ../options.ts. */
import type { Option } from '../option.ts';
import { choiceType, positiveType, valueTypes } from '../value-types.ts';
import { archiveReaders } from './commands-of-options.ts';

// prettier-ignore
export const s3Options = {
  s3Endpoint:       { kind: 'single', flag: '--s3-endpoint', argument: '<url>',
                      type: valueTypes.endpoint, key: 's3.endpoint',
                      otherVariables: ['AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL'],
                      group: 's3', commands: archiveReaders, sources: 'everywhere',
                      about: 'another service than AWS, as in https://s3.example:9000' },
  s3Region:         { kind: 'single', flag: '--s3-region', argument: '<region>',
                      type: valueTypes.region, key: 's3.region',
                      otherVariables: ['AWS_REGION', 'AWS_DEFAULT_REGION'],
                      group: 's3', commands: archiveReaders, sources: 'everywhere',
                      about: 'the region of the bucket; else that of the AWS profile' },
  s3Addressing:     { kind: 'single', flag: '--s3-addressing', argument: '<style>',
                      type: choiceType(['auto', 'path', 'host']), default: 'auto',
                      key: 's3.addressing',
                      group: 's3', commands: archiveReaders, sources: 'everywhere',
                      about: 'where urls name the bucket: path, host, or auto (path where ' +
                             'there is an endpoint)' },
  s3Anonymous:      { kind: 'switch', flag: '--s3-anonymous', default: false,
                      key: 's3.anonymous',
                      group: 's3', commands: archiveReaders, sources: 'everywhere',
                      about: 'without credentials, for public buckets' },
  s3Timeout:        { kind: 'single', flag: '--s3-timeout', argument: '<span>',
                      type: positiveType(valueTypes.span), default: '30s', key: 's3.timeout',
                      group: 's3', commands: archiveReaders, sources: 'everywhere',
                      about: 'try again after so long without an answer or a further byte' },
  s3Tries:          { kind: 'single', flag: '--s3-tries', argument: '<number>',
                      type: positiveType(valueTypes.count), default: '10', key: 's3.tries',
                      group: 's3', commands: archiveReaders, sources: 'everywhere',
                      about: 'give up after so many tries, with pauses up to 20 s in between' },
  s3Requests:       { kind: 'single', flag: '--s3-requests', argument: '<number>',
                      type: positiveType(valueTypes.count), default: '16', key: 's3.requests',
                      group: 's3', commands: archiveReaders, sources: 'everywhere',
                      about: 'requests in flight at most; fewer while S3 is overloaded' },
} as const satisfies Record<string, Option>;
