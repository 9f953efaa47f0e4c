/** Documents found by their id, as they are at this moment: refreshed or not. */
import { PartialError, statusOf } from './elasticsearch-errors.ts';
import { checkWhole, type ElasticsearchSession } from './elasticsearch-session.ts';

export type Place = { readonly index: string; readonly id: string };

/** What a conditional change is made on. */
export type Seen<Source> = {
  readonly source: Source;
  readonly seqNo: number;
  readonly primaryTerm: number;
};

/** undefined where there is none. */
export async function readSingle<Source>(
  session: ElasticsearchSession,
  place: Place,
): Promise<Seen<Source> | undefined> {
  return session.ask('reading a document', async (client) => {
    try {
      const answer = await client.get<Source>(place);
      const { _source: source, _seq_no: seqNo, _primary_term: primaryTerm } = answer;
      if (source === undefined || seqNo === undefined || primaryTerm === undefined)
        return undefined;
      return { source, seqNo, primaryTerm };
    } catch (error) {
      if (isMissingDocument(error)) return undefined;
      throw error;
    }
  });
}

type SingleAnswer<Source> = {
  readonly _source?: Source;
  readonly error?: { readonly type?: string };
};

/** Of one index, in the order of their ids; undefined where there is none. */
export async function readSingles<Source>(
  session: ElasticsearchSession,
  { index, ids }: { readonly index: string; readonly ids: readonly string[] },
): Promise<readonly (Source | undefined)[]> {
  if (ids.length === 0) return [];
  return session.ask('reading documents', async (client) => {
    const { docs } = await client.mget<Source>({
      index,
      ids: [...ids],
      filter_path: ['docs._id', 'docs._source', 'docs.error'],
    });
    const answers = docs as readonly SingleAnswer<Source>[];
    const failed = answers.find(({ error }) => error !== undefined)?.error;
    if (failed === undefined && answers.length === ids.length) {
      return answers.map(({ _source: source }) => source);
    }
    const message = failed?.type ?? `${answers.length} of ${ids.length} documents were answered`;
    throw new PartialError(message, { isOverload: false });
  });
}

/** Of an index that is not there, nothing is known: that is an error. */
function isMissingDocument(error: unknown): boolean {
  if (statusOf(error) !== 404) return false;
  const { body } = error as { readonly body?: { readonly found?: boolean } };
  return body?.found === false;
}

/** May be repeated: the document is what it says afterwards. */
export async function writeSingle(
  session: ElasticsearchSession,
  place: Place,
  document: object,
): Promise<void> {
  await session.ask('writing a document', (client) => client.index({ ...place, document }), 1);
}

/** May be repeated. */
export async function removeSingle(session: ElasticsearchSession, place: Place): Promise<void> {
  await session.ask('removing a document', async (client) => {
    try {
      await client.delete(place);
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
    }
  });
}

/**
 * Writes the document where it is still as it was seen, or was never there. Sent once.
 * @throws UnavailableError if the answer was lost; the caller reads again.
 */
export async function changeSingle(
  session: ElasticsearchSession,
  place: Place,
  { seen, document }: { readonly seen: Seen<unknown> | undefined; readonly document: object },
): Promise<'applied' | 'lost'> {
  const condition =
    seen === undefined
      ? ({ op_type: 'create' } as const)
      : { if_seq_no: seen.seqNo, if_primary_term: seen.primaryTerm };
  try {
    await session.askOnce((client) => client.index({ ...place, ...condition, document }));
    return 'applied';
  } catch (error) {
    if (statusOf(error) === 409) return 'lost';
    throw session.errorFrom('changing a record', error);
  }
}

/** Makes what was written so far visible to searches; nothing where there is no such index. */
export async function refresh(session: ElasticsearchSession, index: string): Promise<void> {
  await session.ask('refreshing', async (client) => {
    checkWhole(await client.indices.refresh({ index, ignore_unavailable: true }));
  });
}
