/** Numbers in Cassandra: place, tables, what other readers must know, permissions. */
import { faultsChapter } from './faults-chapter.ts';
import { code, text, type Chapter } from './manual-page.ts';

export const cassandraChapters: readonly Chapter[] = [
  {
    title: 'Numbers in Cassandra',
    blocks: [
      ...text(
        '`--store` `cassandra://host1:9042,host2/keyspace` names some nodes of a cluster and a ' +
          'keyspace of its own, which `recount store init` makes with as many copies as ' +
          '`--replication` says: 3 where numbers must outlive a machine, 1 on a single node. ' +
          'What follows a `?` says how the cluster is spoken to: `consistency` of rows and ' +
          'documents (LOCAL_QUORUM), `serial` consistency of records (SERIAL; LOCAL_SERIAL ' +
          'decides within one data centre, so all runs must then be in it), `datacenter`, ' +
          '`timeout` and `tries` (see below), `tls=on` with `ca`, `cert` and `key` (PEM files).',
        'User and password come from `CASSANDRA_USERNAME` and `CASSANDRA_PASSWORD`, or from a ' +
          'file of cqlsh with `--credentials`; a place that holds any is refused. ' +
          '`--max-rate` bounds the rows that are written a second, and while the file of ' +
          '`--pause-file` is there nothing is asked. Requests in flight are halved when the ' +
          'cluster is overloaded or late.',
        'All nodes must listen on one port, that of the first host. Tested are Cassandra 5.0.9 ' +
          'and 4.1.9 (both on Java 17), an upgrade from the one to the other, two data centres, ' +
          'and three nodes of 5.0.9 of which one is killed while a day is staged, and another ' +
          'while it is read; tables are compacted by UnifiedCompactionStrategy, on 4.1, which ' +
          'has none, by SizeTieredCompactionStrategy. ' +
          '`recount store doctor` names what is wrong with nodes, copies, users, clocks, ' +
          'settings, tables and partitions, each with its remedy; a single copy is a notice.',
      ),
      ...text(
        'Levels of consistency are shown by `recount store status` and `recount store doctor`; ' +
          '`recount runs show` tells those that a run wrote at. A server that keeps the only ' +
          'copy and is killed forgets what it confirmed before it was on its disk, up to ' +
          '`commitlog_sync_period` of cassandra.yaml: a day may then be shown as it was before, ' +
          'and a run that misses its own intent ends with exit code 5. Keep three copies, or set ' +
          '`commitlog_sync: batch`.',
      ),
      code(
        'recount store init --store cassandra://10.0.0.5/recount --replication 3',
        'recount store doctor --store cassandra://10.0.0.5/recount',
      ),
    ],
  },
  {
    title: 'Permissions in Cassandra',
    blocks: [
      ...text(
        'A user that rebuilds needs to read and change the tables; one that makes the keyspace ' +
          'needs to create it; queries, audits and exports only read:',
      ),
      code(
        'GRANT SELECT ON KEYSPACE recount TO reader;',
        'GRANT SELECT ON KEYSPACE recount TO writer;',
        'GRANT MODIFY ON KEYSPACE recount TO writer;',
        'GRANT CREATE ON ALL KEYSPACES TO maker;',
      ),
      ...text(
        'All of them read system.local, system.peers and system_schema, which every user may.',
      ),
    ],
  },
  {
    title: 'Tries and time-outs of Cassandra',
    blocks: text(
      'An answer is waited for during `timeout` (12s; 500ms is understood) of the place; a ' +
        'connection on which none came is given up. What may pass (time-outs of the cluster, ' +
        'overload, too few replicas, resets, silence) is tried `tries` (14) times in all, with ' +
        'pauses of 0.1, 0.2, 0.4 and so on up to 5 s, of which up to a half is left out at ' +
        'random; a pause of a second or more is told. A change of a record is asked for once, ' +
        'and the record is read again before anything else is done.',
      'At most 64 requests are in flight: half as many when one was late or refused for load, ' +
        'one more again after as many good answers. While others overloaded a small server, so ' +
        'that 15 writes timed out, they fell to 4 and were 63 again afterwards, and every row ' +
        'was there (one run, 2026-11-26).',
    ),
  },
  faultsChapter('cassandra'),
];

/** Of recount-stores(7): what its tables hold. */
export const cassandraLayout: Chapter = {
  title: 'Cassandra',
  blocks: text(
    'A day of a site has one record in `periods`, changed by conditional updates alone: it ' +
      'names the live generation, and every one that is kept or dropped. `rows` holds the row ' +
      'parts of each generation and `pages` its page records, in partitions by site, day, ' +
      'generation and shard; rows fill a shard in their order up to 32 MiB, and `blocks` says ' +
      'where each begins, so that no partition nears 50 MB, and a url lies in one, or two. ' +
      '`sites` holds the records of sites; manifests, input sets, rules and runs are documents ' +
      'in pieces (`document_heads`, `document_chunks`). `summaries` has copies for queries, by ' +
      'month: manifests, and what urls add up to in a day, where that is no more than 16 KiB; ' +
      'more is a document of its own. A store that was made without this table answers from ' +
      'its rows, until `recount store init` has made it and days are rebuilt. `store` has the ' +
      'version of the tables: another one is refused.',
    'Whoever reads the tables without recount must take the generation that `live` in the ' +
      'record of the day names, and no other: what is staged and what is kept stand beside it. ' +
      'The column `cells` of `rows` is the byte 1, then for each cell its key, its value and ' +
      'its sketch; keys and sketches are their length and bytes, and all numbers are unsigned ' +
      'LEB128. Nothing is ever updated in place but the records.',
  ),
};
