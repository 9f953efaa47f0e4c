/** Numbers in Elasticsearch: place, privileges, what other readers must know, the layout. */
import { faultsChapter } from './faults-chapter.ts';
import { code, text, type Chapter } from './manual-page.ts';

/** Columns of a line of code that fit an indented page. */
const codeColumns = 72;

type Privileges = { readonly cluster: readonly string[]; readonly indices: readonly string[] };

/** The least that each kind of user needs; a test holds real users to it. */
export const elasticsearchPrivileges: Readonly<Record<'maker' | 'writer' | 'reader', Privileges>> =
  {
    maker: { cluster: ['monitor', 'manage_index_templates'], indices: ['read', 'write', 'manage'] },
    writer: { cluster: ['monitor'], indices: ['read', 'write', 'manage'] },
    reader: {
      cluster: ['monitor'],
      indices: ['read', 'view_index_metadata', 'maintenance', 'monitor'],
    },
  };

export const elasticsearchChapters: readonly Chapter[] = [
  {
    title: 'Numbers in Elasticsearch',
    blocks: [
      ...text(
        '`--store` `elasticsearch://host1:9200,host2/prefix` names some nodes of a cluster and ' +
          'what the names of all indices of the store begin with: lower-case letters, digits ' +
          'and `_`. `recount store init` makes them with as many copies as `--replication` ' +
          'says: 2 where numbers must outlive a machine, 1 on a single node. After a `?` may ' +
          'stand `tls=on`, for HTTPS, with `ca`, `cert` and `key` (PEM files), `timeout` and ' +
          '`tries`.',
        'Credentials come from `ELASTICSEARCH_API_KEY`, or from `ELASTICSEARCH_USERNAME` and ' +
          '`ELASTICSEARCH_PASSWORD`; a place that holds any is refused. `--max-rate` bounds the ' +
          'documents that are written a second, and while the file of `--pause-file` is there ' +
          'nothing is asked. Requests in flight are halved when the cluster is overloaded or ' +
          'late; a document that it refuses for load is sent again, and every single one is ' +
          'accounted for.',
        'Tested with Elasticsearch 8.19, on one node. Neither scripts nor delete-by-query nor ' +
          'index lifecycles are used.',
      ),
      code(
        'recount store init --store elasticsearch://es1/recount --replication 2',
        'recount store doctor --store elasticsearch://es1/recount',
      ),
    ],
  },
  {
    title: 'Privileges in Elasticsearch',
    blocks: [
      ...text(
        'Of the cluster, and of the indices `recount-*`, where the prefix is recount. One user ' +
          'makes the store, another rebuilds, audits, erases and collects garbage, a third one ' +
          'only reads:',
      ),
      code(
        ...Object.entries(elasticsearchPrivileges).flatMap(([role, { cluster, indices }]) => [
          `${role}:`,
          `  cluster: [${cluster.join(', ')}]`,
          '  indices:',
          "  - names: ['recount-*']",
          ...wrappedList(`    privileges: [${indices.join(', ')}]`),
        ]),
      ),
      ...text(
        'This is the form of `roles.yml`, and of `role_descriptors` of an API key in JSON; both ' +
          'were tried, over TLS.',
      ),
    ],
  },
  {
    title: 'Tries and time-outs of Elasticsearch',
    blocks: text(
      'An answer is waited for during `timeout` (60s; 500ms is understood) of the place. What ' +
        'may pass (408, 429, 502, 503 and 504, of a request or of one document in it; answers ' +
        'of some shards only, or cut off; resets, silence) is tried `tries` (14) times in all, ' +
        'with pauses of 0.1, 0.2, 0.4 and so on up to 5 s, of which up to a half is left out ' +
        'at random; a pause of a second or more is told. A change of a record is asked for ' +
        'once, and the record is read again before anything else is done.',
    ),
  },
  faultsChapter('elasticsearch'),
];

/** Of recount-stores(7): what its indices hold. */
export const elasticsearchLayout: Chapter = {
  title: 'Elasticsearch',
  blocks: [
    ...text(
      'All names begin with the prefix of the store. `-records` has one document for each day ' +
        'of a site, changed by conditional writes alone (`if_seq_no`): its field `live` names ' +
        'the live generation. It also has the records of sites, and a document for each ' +
        'content of a generation that says in which index it lies and how many documents it ' +
        'has: it is written before the first of them and removed after the last. `-documents` ' +
        'has manifests, input sets, rules and runs, in pieces, and of every day a copy of what ' +
        'its urls add up to, for queries.',
      'Rows of 5 minutes lie in an index for each day, `-5m-2026.03.08-1`, those of days in ' +
        'one for each month, `-1d-2026.03-1`, and page records in `-pages-2026.03-1`; all ' +
        'sites and all generations of that day or month together. What is dropped is deleted ' +
        'by id; when nothing else is left in an index, the index is removed whole, and the ' +
        'number at its end tells the next one of that date from it. Its templates are made by ' +
        '`recount store init`: shards, copies and codec may be changed in them, fields may not.',
      'Whoever reads the indices without recount must take the generation that `live` names, ' +
        'and no other. A row part has `site`, `day`, `generation`, `url` (none in the site ' +
        'row), `bucket` and `part`; `sums.all.page_views`, `sums.device.mobile.page_views` ' +
        'and so on hold every metric that adds up in every segment that all sites have, as ' +
        'columns of type long; `estimates.all.visitors` and so on hold distinct counts, which ' +
        'must not be added. `cells` is the whole truth, in base64, as in Cassandra: the byte 1, ' +
        'then for each cell its key, its value and its sketch. What one site shows of a day:',
    ),
    code(
      'GET recount-1d-*/_search',
      '{"size": 0,',
      ' "query": {"bool": {',
      '   "filter": [{"term": {"site": "news.example"}},',
      '              {"term": {"generation": "LIVE"}}],',
      '   "must_not": [{"exists": {"field": "url"}}]}},',
      ' "aggs": {"views":',
      '   {"sum": {"field": "sums.all.page_views"}}}}',
    ),
  ],
};

/** A list of YAML over as many lines as it needs. */
function wrappedList(line: string): readonly string[] {
  if (line.length <= codeColumns) return [line];
  const at = line.lastIndexOf(' ', codeColumns);
  const indent = ' '.repeat(line.indexOf('[') + 1);
  return [line.slice(0, at), ...wrappedList(`${indent}${line.slice(at + 1)}`)];
}
