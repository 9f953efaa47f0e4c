/** What places of stores that are services have in common: hosts, a name, parameters, TLS. */
import { readFile } from 'node:fs/promises';
import { UsageError, systemErrorCode } from '../base/errors.ts';

/** How the places of one kind of service look. */
export type PlaceForm = {
  readonly scheme: string;
  /** `Cassandra`, for messages. */
  readonly service: string;
  readonly defaultPort: number;
  readonly parameters: readonly string[];
  readonly example: string;
  /** Where user and password come from instead. */
  readonly credentialsHint: string;
};

export type ServicePlace = {
  /** `host:port`, any of the cluster's nodes. */
  readonly hosts: readonly string[];
  /** What follows the first slash. */
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string>;
  /** undefined = without TLS. */
  readonly tls: TlsFiles | undefined;
};

/** Paths of PEM files; without `ca` those that Node knows are trusted. */
export type TlsFiles = {
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
};

/** How long one answer is waited for, and how often one thing is asked. */
export const triesParameters = ['timeout', 'tries'] as const;

export const tlsParameters = ['tls', 'ca', 'cert', 'key'] as const;

/** @throws UsageError that says what is wrong with the place; it never repeats a password. */
export function parseServicePlace(place: string, form: PlaceForm): ServicePlace {
  const [, scheme = '', hosts = '', name = '', query = ''] =
    /^([a-z]+):\/\/([^/?#]*)\/?([^?#]*)\??([^#]*)$/i.exec(place) ?? [];
  if (hosts.includes('@')) {
    throw new UsageError(
      `the place of a store in ${form.service} may hold no user and no password`,
      { hint: form.credentialsHint },
    );
  }
  if (scheme.toLowerCase() !== form.scheme || hosts === '') {
    throw wrongPlace(place, form, 'it names no host');
  }
  const parameters = readParameters(place, form, query);
  return {
    hosts: hosts.split(',').map((host) => hostWithPort(place, form, host)),
    name,
    parameters,
    tls: tlsFrom(place, form, parameters),
  };
}

export function wrongPlace(place: string, form: PlaceForm, why: string): UsageError {
  return new UsageError(`${place} names no ${form.service} store: ${why}`, {
    hint: `a place looks like ${form.example}`,
  });
}

function readParameters(
  place: string,
  form: PlaceForm,
  query: string,
): ReadonlyMap<string, string> {
  const values = new Map(new URLSearchParams(query));
  const unknown = [...values.keys()].find((name) => !form.parameters.includes(name));
  if (unknown === undefined) return values;
  const known = form.parameters.join(', ');
  throw wrongPlace(place, form, `${unknown} is none of its parameters: ${known}`);
}

/** @returns milliseconds. */
export function timeoutFrom(place: string, form: PlaceForm, text: string): number {
  const [, number = '', unit = ''] = /^([1-9]\d{0,5})(ms|s)$/.exec(text) ?? [];
  if (unit !== '') return Number(number) * (unit === 's' ? 1000 : 1);
  throw wrongPlace(place, form, `timeout is a span of time, as in 12s or 500ms, not ${text}`);
}

/** The first time included. */
export function triesFrom(place: string, form: PlaceForm, text: string): number {
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  throw wrongPlace(place, form, `tries is a number from 1 to 99, not ${text}`);
}

function hostWithPort(place: string, form: PlaceForm, host: string): string {
  const [, name = '', port = String(form.defaultPort)] =
    /^(\[[0-9a-f:.]+\]|[^:[\]\s]+)(?::(\d{1,5}))?$/i.exec(host) ?? [];
  if (name === '') throw wrongPlace(place, form, `${JSON.stringify(host)} is no host with a port`);
  return `${name}:${port}`;
}

/** A file that is named means TLS too; `tls=off` beside one is a contradiction. */
function tlsFrom(
  place: string,
  form: PlaceForm,
  values: ReadonlyMap<string, string>,
): TlsFiles | undefined {
  const files = { ca: values.get('ca'), cert: values.get('cert'), key: values.get('key') };
  const hasFile = Object.values(files).some((path) => path !== undefined);
  const tls = values.get('tls') ?? (hasFile ? 'on' : 'off');
  if (tls !== 'on' && tls !== 'off') {
    throw wrongPlace(place, form, `tls is on or off, not ${tls}`);
  }
  if (tls === 'off' && hasFile) {
    throw wrongPlace(place, form, 'it names files for TLS and says tls=off');
  }
  if ((files.cert === undefined) !== (files.key === undefined)) {
    throw wrongPlace(place, form, 'cert and key belong together');
  }
  return tls === 'on' ? files : undefined;
}

export type TlsOptions = {
  readonly rejectUnauthorized: true;
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
};

/** @throws UsageError for a file that cannot be read. */
export async function readTlsOptions({ ca, cert, key }: TlsFiles): Promise<TlsOptions> {
  return {
    rejectUnauthorized: true,
    ...(ca !== undefined && { ca: await readPem(ca) }),
    ...(cert !== undefined && { cert: await readPem(cert) }),
    ...(key !== undefined && { key: await readPem(key) }),
  };
}

async function readPem(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new UsageError(`${path} cannot be read (${systemErrorCode(cause) ?? 'failed'})`, {
      hint: 'the place of the store names it as a file for TLS',
      cause,
    });
  }
}
