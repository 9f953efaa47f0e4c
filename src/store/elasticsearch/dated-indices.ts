/**
 * The indices of rows and pages: one for a day of 5-minute rows, one for a month of everything
 * else, with those of all sites in it. Once nothing is left in one it is removed whole.
 *
 * A day or month has a number among the records, and its index is named after it. Whoever writes
 * names his content first and looks at the number again; whoever removes an index raises the number
 * first and looks for contents again. So one of the two always sees the other, even one that was
 * frozen for hours, and the rest is written into an index of the next number. Documents are written
 * under an alias that must exist: what comes too late fails, instead of making the index anew.
 */
import { textFromDay } from '../../base/calendar.ts';
import { UnavailableError } from '../../base/errors.ts';
import type { GenerationKey } from '../../model/period.ts';
import { countContents, nameContent } from './content-index.ts';
import { idFromParts } from './document-ids.ts';
import { typeOf } from './elasticsearch-errors.ts';
import { indexName } from './elasticsearch-schema.ts';
import type { ElasticsearchSession } from './elasticsearch-session.ts';
import { mappingOf, type DatedIndex } from './index-mappings.ts';
import { isMissingIndex } from './search-pages.ts';
import { changeSingle, readSingle, type Place, type Seen } from './single-documents.ts';

/** `2026.03.08` or `2026.03`. */
function dateOf(kind: DatedIndex, day: number): string {
  const text = textFromDay(day).replaceAll('-', '.');
  return kind === '5m' ? text : text.slice(0, text.lastIndexOf('.'));
}

export type IndexName = {
  readonly kind: DatedIndex;
  readonly date: string;
  readonly number: number;
};

function textFromName({ prefix }: ElasticsearchSession, name: IndexName): string {
  return `${prefix}-${name.kind}-${name.date}-${name.number}`;
}

/** undefined for an index that is none of a store's rows or pages. */
export function nameFromText(
  { prefix }: ElasticsearchSession,
  text: string,
): IndexName | undefined {
  const [, kind, date = '', number = ''] =
    /^-(5m|1d|pages)-(-?\d+\.\d\d(?:\.\d\d)?)-(\d+)$/.exec(text.slice(prefix.length)) ?? [];
  if (kind === undefined || !text.startsWith(prefix)) return undefined;
  return { kind: kind as DatedIndex, date, number: Number(number) };
}

/** Under which documents are written. */
export function writeAlias({ prefix }: ElasticsearchSession, index: string): string {
  return `${prefix}-write${index.slice(prefix.length)}`;
}

/** All dated indices of a kind, for searches. */
export function indexPattern({ prefix }: ElasticsearchSession, kind: DatedIndex): string {
  return `${prefix}-${kind}-*`;
}

type Numbered = { readonly version: number };

function numberPlace(
  session: ElasticsearchSession,
  { kind, date }: Omit<IndexName, 'number'>,
): Place {
  return { index: indexName(session, 'records'), id: idFromParts(['index', kind, date]) };
}

function numberDocument(session: ElasticsearchSession, name: IndexName): object {
  return { kind: 'index', index: textFromName(session, name), version: name.number };
}

/** An index is made and removed under one's feet once a day at most, not so often. */
const triesMax = 10;

/** What others do at the same moment, and a lost answer, are seen by the next look. */
async function untilDone<Done>(
  session: ElasticsearchSession,
  attempt: () => Promise<Done | undefined>,
): Promise<Done> {
  let cause: unknown;
  for (let tries = 1; tries <= triesMax; tries += 1) {
    try {
      const done = await attempt();
      if (done !== undefined) return done;
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
      cause = error;
    }
  }
  throw new UnavailableError(`${session.location}: the number of an index changes all the time`, {
    hint: 'let the other runs that drop generations finish, then run it again',
    cause,
  });
}

/** Made with number 1 where there is none. */
function readNumber(
  session: ElasticsearchSession,
  of: Omit<IndexName, 'number'>,
): Promise<Seen<Numbered>> {
  const place = numberPlace(session, of);
  return untilDone(session, async () => {
    const seen = await readSingle<Numbered>(session, place);
    if (seen !== undefined) return seen;
    const document = numberDocument(session, { ...of, number: 1 });
    await changeSingle(session, place, { seen: undefined, document });
    return undefined;
  });
}

/**
 * Names the content, in an index that stays as long as it is named.
 * @returns the index.
 */
export function beginInDatedIndex(
  session: ElasticsearchSession,
  key: GenerationKey,
  kind: DatedIndex,
): Promise<string> {
  const of = { kind, date: dateOf(kind, key.day) };
  return untilDone(session, async () => {
    const { version: number } = (await readNumber(session, of)).source;
    const index = textFromName(session, { ...of, number });
    await makeDatedIndex(session, index, kind);
    await nameContent(session, key, { kind, index, parts: 0, bytes: 0 });
    const now = await readNumber(session, of);
    return now.source.version === number ? index : undefined;
  });
}

/** One that is there is given fields that are new. */
async function makeDatedIndex(
  session: ElasticsearchSession,
  index: string,
  kind: DatedIndex,
): Promise<void> {
  if (session.knownIndices.has(index)) return;
  await session.ask('making an index', async (client) => {
    try {
      await client.indices.create({ index, aliases: { [writeAlias(session, index)]: {} } });
    } catch (error) {
      if (typeOf(error) !== 'resource_already_exists_exception') throw error;
      await client.indices.putMapping({ index, ...mappingOf(kind) });
    }
  });
  session.knownIndices.add(index);
}

/**
 * Removes the index where no more contents than those are in it.
 * @returns whether it is gone.
 */
export async function removeIndexOfContents(
  session: ElasticsearchSession,
  index: string,
  contents: number,
): Promise<boolean> {
  const name = nameFromText(session, index);
  if (name === undefined || (await countContents(session, index)) > contents) return false;
  await retireNumber(session, name);
  if ((await countContents(session, index)) > contents) return false;
  await session.ask('removing an index', async (client) => {
    try {
      await client.indices.delete({ index });
    } catch (error) {
      if (!isMissingIndex(error)) throw error;
    }
  });
  return true;
}

/** From here on nobody begins anything in it who has not named it before. */
function retireNumber(session: ElasticsearchSession, name: IndexName): Promise<true> {
  return untilDone(session, async () => {
    const seen = await readNumber(session, name);
    if (seen.source.version > name.number) return true;
    const document = numberDocument(session, { ...name, number: name.number + 1 });
    const place = numberPlace(session, name);
    return (await changeSingle(session, place, { seen, document })) === 'applied' || undefined;
  });
}
