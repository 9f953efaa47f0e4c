/** What an `elasticsearch://` place says: where the cluster is, and what indices are called. */
import { parseServicePlace, tlsParameters, wrongPlace } from '../service-place.ts';
import type { PlaceForm, TlsFiles } from '../service-place.ts';

export type ElasticsearchPlace = {
  /** `host:port`, any of the cluster's nodes. */
  readonly hosts: readonly string[];
  /** What the names of all indices of the store begin with. */
  readonly prefix: string;
  /** undefined = HTTP without TLS. */
  readonly tls: TlsFiles | undefined;
};

/** Without a hyphen, so that no store's names begin like another's. */
const prefixName = /^[a-z][a-z0-9_]{0,47}$/;

const form: PlaceForm = {
  scheme: 'elasticsearch',
  service: 'Elasticsearch',
  defaultPort: 9200,
  parameters: tlsParameters,
  example: 'elasticsearch://host1:9200,host2/recount?tls=on&ca=/etc/ssl/elastic.pem',
  credentialsHint:
    'set ELASTICSEARCH_API_KEY, or ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD',
};

/** @throws UsageError that says what is wrong with the place; it never repeats a password. */
export function parseElasticsearchPlace(place: string): ElasticsearchPlace {
  const { hosts, name: prefix, tls } = parseServicePlace(place, form);
  if (prefixName.test(prefix)) return { hosts, prefix, tls };
  throw wrongPlace(place, form, `${JSON.stringify(prefix)} can begin no names of indices`);
}

/** As messages name the store: hosts and prefix, without parameters. */
export function locationOfPlace({ hosts, prefix }: ElasticsearchPlace): string {
  return `elasticsearch://${hosts.join(',')}/${prefix}`;
}
