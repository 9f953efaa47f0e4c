/** What an `elasticsearch://` place says: where the cluster is, and what indices are called. */
import {
  parseServicePlace,
  timeoutFrom,
  tlsParameters,
  triesFrom,
  triesParameters,
  wrongPlace,
} from '../service-place.ts';
import type { PlaceForm, TlsFiles } from '../service-place.ts';

export type ElasticsearchPlace = {
  /** `host:port`, any of the cluster's nodes. */
  readonly hosts: readonly string[];
  /** What the names of all indices of the store begin with. */
  readonly prefix: string;
  /** How long an answer is waited for. */
  readonly timeoutMs: number;
  /** How often what may pass is tried, the first time included. */
  readonly triesMax: number;
  /** undefined = HTTP without TLS. */
  readonly tls: TlsFiles | undefined;
};

/** Without a hyphen, so that no store's names begin like another's. */
const prefixName = /^[a-z][a-z0-9_]{0,47}$/;

/** A bulk of 2 MB took 5 s on two busy cores; this is for answers that never come (chosen). */
const defaultTimeout = '60s';

/** Some 40 s of pauses: a node that is killed and started again is back by then. */
const defaultTries = '14';

const form: PlaceForm = {
  scheme: 'elasticsearch',
  service: 'Elasticsearch',
  defaultPort: 9200,
  parameters: [...triesParameters, ...tlsParameters],
  example: 'elasticsearch://host1:9200,host2/recount?tls=on&ca=/etc/ssl/elastic.pem',
  credentialsHint:
    'set ELASTICSEARCH_API_KEY, or ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD',
};

/** @throws UsageError that says what is wrong with the place; it never repeats a password. */
export function parseElasticsearchPlace(place: string): ElasticsearchPlace {
  const { hosts, name: prefix, parameters, tls } = parseServicePlace(place, form);
  if (!prefixName.test(prefix)) {
    throw wrongPlace(place, form, `${JSON.stringify(prefix)} can begin no names of indices`);
  }
  return {
    hosts,
    prefix,
    timeoutMs: timeoutFrom(place, form, parameters.get('timeout') ?? defaultTimeout),
    triesMax: triesFrom(place, form, parameters.get('tries') ?? defaultTries),
    tls,
  };
}

/** As messages name the store: hosts and prefix, without parameters. */
export function locationOfPlace({ hosts, prefix }: ElasticsearchPlace): string {
  return `elasticsearch://${hosts.join(',')}/${prefix}`;
}
