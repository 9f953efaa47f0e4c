/** Looks whether what the records say is stored is there: indices, and documents in them. */
import { assertThat } from '../../base/assert.ts';
import { dayFromText, textFromDay } from '../../base/calendar.ts';
import { contentsOfIndex, type NamedContent } from './content-index.ts';
import { elasticsearchRecords } from './elasticsearch-records.ts';
import type { ElasticsearchSession } from './elasticsearch-session.ts';
import type { Faults, Look } from './inspection.ts';
import { storedGroups, storedIndices } from './stored-groups.ts';
import { namedIndices } from './stored-names.ts';

export const lookAtContents: readonly Look[] = [lookAtLostIndices, lookAtDocuments];

type LostDays = { first: string; last: string; contents: number };

/** An index holds a whole month: one finding for each site. Memory: the sites of one index. */
async function* lookAtLostIndices(session: ElasticsearchSession): Faults {
  const there = new Set((await storedIndices(session)).map(({ index }) => index));
  for (const index of await namedIndices(session)) {
    if (there.has(index)) continue;
    const sites = new Map<string, LostDays>();
    for await (const content of contentsOfIndex(session, index)) {
      if (!(await isMissed(session, content))) continue;
      const { site, day } = content;
      const lost = sites.get(site) ?? { first: day, last: day, contents: 0 };
      lost.contents += 1;
      if (day < lost.first) lost.first = day;
      if (day > lost.last) lost.last = day;
      sites.set(site, lost);
    }
    for (const [site, { first, last, contents }] of sites) {
      const until = textFromDay(dayOf(last) + 1);
      const days = first === last ? first : `${first} to ${last}`;
      yield {
        level: 'fault',
        message: `the index ${index} is gone; contents in it of ${site}, ${days}: ${contents}`,
        remedy:
          `restore it from a snapshot, or recount rebuild --site ${site} --from ${first} ` +
          `--until ${until} --force --apply writes live days anew`,
      };
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
      if (parts === found || !(await isMissed(session, named))) continue;
      yield {
        level: 'fault',
        message:
          `${index}: ${site} ${day}, generation ${generation}, ${content}: ` +
          `${parts} documents were stored, ${found} are there`,
        remedy: `recount rebuild --site ${site} --from ${day} --force --apply writes it anew`,
      };
    }
  }
}

/**
 * False while it is being written, or as a killed run left it, and for what is dropped or has aged
 * out: its removal was killed, and the next gc finishes it.
 */
async function isMissed(
  session: ElasticsearchSession,
  { site, day, generation, content, parts }: NamedContent,
): Promise<boolean> {
  if (parts === 0) return false;
  const record = await elasticsearchRecords(session).readPeriod({ site, day: dayOf(day) });
  if (record?.dropped.includes(generation) === true) return false;
  const entry = record?.generations.find((one) => one.generation === generation);
  if (entry?.state !== 'kept' || content === 'pages') return true;
  return entry.grains.some((grain) => grain === content);
}

/** The server takes nothing else for a day. */
function dayOf(text: string): number {
  const day = dayFromText(text);
  assertThat(day !== undefined, 'a day is a date');
  return day;
}
