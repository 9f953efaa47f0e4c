/** Looks whether what the records say is stored is there: indices, and documents in them. */
import { assertThat } from '../../base/assert.ts';
import { dayFromText, textFromDay } from '../../base/calendar.ts';
import type { Grain } from '../../model/row.ts';
import { contentsOfIndex, type NamedContent } from './content-index.ts';
import { elasticsearchRecords } from './elasticsearch-records.ts';
import type { ElasticsearchSession } from './elasticsearch-session.ts';
import type { Faults, Look } from './inspection.ts';
import { storedGroups, storedIndices } from './stored-groups.ts';
import { namedIndices } from './stored-names.ts';

export const lookAtContents: readonly Look[] = [lookAtLostIndices, lookAtDocuments];

type LostDays = { first: string; last: string; contents: number; isLive: boolean };

/** An index holds a whole month: one finding for each site. Memory: the sites of one index. */
async function* lookAtLostIndices(session: ElasticsearchSession): Faults {
  const there = new Set((await storedIndices(session)).map(({ index }) => index));
  for (const index of await namedIndices(session)) {
    if (there.has(index)) continue;
    const sites = new Map<string, LostDays>();
    for await (const content of contentsOfIndex(session, index)) {
      const use = await useOf(session, content);
      if (use === 'none') continue;
      const { site, day } = content;
      const lost = sites.get(site) ?? { first: day, last: day, contents: 0, isLive: false };
      lost.contents += 1;
      lost.isLive ||= use === 'live';
      if (day < lost.first) lost.first = day;
      if (day > lost.last) lost.last = day;
      sites.set(site, lost);
    }
    for (const [site, { first, last, contents, isLive }] of sites) {
      const days = first === last ? first : `${first} to ${last}`;
      const message = `the index ${index} is gone; contents in it of ${site}, ${days}: ${contents}`;
      const until = textFromDay(dayOf(last) + 1);
      const anew =
        `restore it from a snapshot, or recount rebuild --site ${site} --from ${first} ` +
        `--until ${until} --force --apply writes live days anew`;
      yield isLive
        ? { level: 'fault', message, remedy: anew }
        : { level: 'notice', message, remedy: keptRemedy };
    }
  }
}

/** The records say how many documents each generation has, and where. */
async function* lookAtDocuments(session: ElasticsearchSession): Faults {
  for (const { index, isReadable } of await storedIndices(session)) {
    if (!isReadable) continue;
    const counted = new Map<string, number>();
    for await (const { key, documents } of storedGroups(session, index)) {
      counted.set(JSON.stringify([key.site, textFromDay(key.day), key.generation]), documents);
    }
    for await (const named of contentsOfIndex(session, index)) {
      const { site, day, generation, content, parts } = named;
      const found = counted.get(JSON.stringify([site, day, generation])) ?? 0;
      if (parts === found) continue;
      const use = await useOf(session, named);
      if (use === 'none') continue;
      const message =
        `${index}: ${site} ${day}, generation ${generation}, ${content}: ` +
        `${parts} documents were stored, ${found} are there`;
      const anew = `recount rebuild --site ${site} --from ${day} --force --apply writes it anew`;
      yield use === 'live'
        ? { level: 'fault', message, remedy: anew }
        : { level: 'notice', message, remedy: keptRemedy };
    }
  }
}

const keptRemedy =
  'it is kept for an undo, which is no longer possible; recount store gc drops it in its time';

/**
 * `none` while it is being written, or as a killed run left it, and for what is dropped or has aged
 * out: its removal was killed, and the next gc finishes it.
 */
async function useOf(
  session: ElasticsearchSession,
  { site, day, generation, content, parts }: NamedContent,
): Promise<'live' | 'kept' | 'none'> {
  if (parts === 0) return 'none';
  const record = await elasticsearchRecords(session).readPeriod({ site, day: dayOf(day) });
  if (record?.dropped.includes(generation) === true) return 'none';
  const { state, grains } = record?.generations.find((one) => one.generation === generation) ?? {};
  const isExpired = state === 'kept' && content !== 'pages' && !grains?.includes(content as Grain);
  if (isExpired) return 'none';
  return record === undefined || record.live === generation ? 'live' : 'kept';
}

/** The server takes nothing else for a day. */
function dayOf(text: string): number {
  const day = dayFromText(text);
  assertThat(day !== undefined, 'a day is a date');
  return day;
}
