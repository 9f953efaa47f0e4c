/**
 * The one door to the cluster: what may be asked at once, what is tried again, and which
 * consistency it is asked under.
 */
import type { Client, QueryOptions, types } from 'cassandra-driver';
import { readAhead } from '../read-ahead.ts';
import { RetriedRequests, type RequestErrors, type RequestOptions } from '../retried-requests.ts';
import { consistencies, serialConsistencies } from './cassandra-place.ts';
import { errorFromDriver, isOverload, isPassing, textOfDriverError } from './cassandra-errors.ts';

/** The driver asks for arrays that it might change, and changes none. */
export type Query = { readonly query: string; readonly params: unknown[] };

export type SessionOptions = Omit<RequestOptions, 'inFlightMax' | 'pauses'> & {
  readonly client: Client;
  /** Numbers of the protocol. */
  readonly consistency: number;
  readonly serialConsistency: number;
  /** Whether user and password were given. */
  readonly hasUser: boolean;
};

/** Fills two cores of one server; a node of a cluster gets its share of them (measured). */
const requestsInFlightMax = 64;

const requestErrors: RequestErrors = {
  isOverload,
  isPassing,
  textOf: textOfDriverError,
  errorFrom: errorFromDriver,
};

/** Partitions in one request: the node that is asked collects them from their replicas (chosen). */
const partitionsAsked = 32;
const groupsAhead = 8;

/** Rows in one answer where nothing else is asked for. */
const fetchRows = 1000;

export class CassandraSession {
  readonly client: Client;
  readonly location: string;
  readonly consistency: number;
  readonly serialConsistency: number;
  readonly hasUser: boolean;
  /** Whether the keyspace has the table of summaries. */
  hasSummaries = false;
  readonly #requests: RetriedRequests;

  constructor(options: SessionOptions) {
    this.client = options.client;
    this.location = options.location;
    this.consistency = options.consistency;
    this.serialConsistency = options.serialConsistency;
    this.hasUser = options.hasUser;
    this.#requests = new RetriedRequests(
      { ...options, inFlightMax: requestsInFlightMax },
      requestErrors,
    );
  }

  /** All rows of a small answer. */
  async read(query: string, params: readonly unknown[] = []): Promise<readonly types.Row[]> {
    const rows: types.Row[] = [];
    for await (const page of this.pages(query, params, fetchRows)) rows.push(...page);
    return rows;
  }

  /**
   * Rows of many partitions, in any order: some keys in a request, some requests at once.
   * @param ask makes a statement with its parameters out of some keys.
   */
  async *readOfMany<Key>(
    keys: readonly Key[],
    ask: (keys: readonly Key[]) => readonly [query: string, params: readonly unknown[]],
  ): AsyncGenerator<types.Row, void, undefined> {
    const groups: (readonly Key[])[] = [];
    for (let from = 0; from < keys.length; from += partitionsAsked) {
      groups.push(keys.slice(from, from + partitionsAsked));
    }
    const read = (some: readonly Key[]): Promise<readonly types.Row[]> => this.read(...ask(some));
    for await (const rows of readAhead(groups, groupsAhead, read)) yield* rows;
  }

  /** The rows of a large answer, page by page. */
  async *pages(
    query: string,
    params: readonly unknown[],
    fetchSize: number,
  ): AsyncGenerator<readonly types.Row[], void, undefined> {
    let pageState: string | undefined;
    do {
      const options = { ...this.#reading, fetchSize, ...(pageState && { pageState }) };
      const result = await this.#requests.again({ what: 'reading', rows: 0 }, () =>
        this.client.execute(query, [...params], options),
      );
      yield result.rows;
      pageState = result.pageState;
    } while (pageState);
  }

  /**
   * Whether plain reads see every change that was made before them, so that many records may be
   * read in one request, which no serial read can. A change is made by as many replicas as
   * `consistency` says: a majority of all of them is seen by a majority, and one of a data centre
   * where nothing is decided outside of it.
   */
  get seesChanges(): boolean {
    const { QUORUM, ALL, LOCAL_QUORUM } = consistencies;
    if (this.consistency === QUORUM || this.consistency === ALL) return true;
    if (this.consistency !== LOCAL_QUORUM) return false;
    if (this.serialConsistency === serialConsistencies.LOCAL_SERIAL) return true;
    return new Set(this.client.hosts.values().map(({ datacenter }) => datacenter)).size === 1;
  }

  /** As strongly as it can be read: whatever was decided before is seen. */
  async readSerial(query: string, params: readonly unknown[]): Promise<types.Row | undefined> {
    const options = { ...this.#reading, consistency: this.serialConsistency };
    const result = await this.#requests.again({ what: 'reading a record', rows: 0 }, () =>
      this.client.execute(query, [...params], options),
    );
    return result.rows[0];
  }

  /** May be repeated, and is, after a failure that may pass. */
  async write({ query, params }: Query): Promise<void> {
    const options = { prepare: true, isIdempotent: true, consistency: this.consistency };
    await this.#requests.again({ what: 'writing', rows: 1 }, () =>
      this.client.execute(query, [...params], options),
    );
  }

  /** Rows of one partition, in one request. */
  async writeBatch(queries: readonly Query[]): Promise<void> {
    const [only] = queries;
    if (only === undefined) return;
    if (queries.length === 1) {
      await this.write(only);
      return;
    }
    const options = {
      ...{ prepare: true, logged: false, isIdempotent: true },
      consistency: this.consistency,
    };
    await this.#requests.again({ what: 'writing', rows: queries.length }, () =>
      this.client.batch([...queries], options),
    );
  }

  /**
   * A conditional change, asked once: whether it was made is not known when its answer is lost.
   * @throws UnavailableError then; the caller reads again.
   */
  async change({ query, params }: Query): Promise<'applied' | 'lost'> {
    const options: QueryOptions = {
      ...{ prepare: true, isIdempotent: false, consistency: this.consistency },
      serialConsistency: this.serialConsistency,
    };
    try {
      const ask = () => this.client.execute(query, [...params], options);
      const result = await this.#requests.once(1, ask);
      return result.wasApplied() ? 'applied' : 'lost';
    } catch (error) {
      throw this.#requests.errorFrom('changing a record', error);
    }
  }

  get #reading(): QueryOptions {
    return { prepare: true, isIdempotent: true, consistency: this.consistency };
  }
}
