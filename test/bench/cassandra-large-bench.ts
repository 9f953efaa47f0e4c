/**
 * `npm run bench:cassandra-large [urls [days]]`: what is large, on a real server of this machine: a
 * page with 100,000 referrers, a day of a million urls, two years of a site, and a url's year of
 * them. Rows are made up and go through the port; what is read back is compared.
 */
import { ByteDictionary } from '../../src/model/byte-dictionary.ts';
import { ContentTally } from '../../src/model/checksum.ts';
import type { RowPart } from '../../src/model/row.ts';
import { openStore, query, type Store } from '../../src/index.ts';
import { readRowContent } from '../../src/store/publish-generation.ts';
import { cassandra, startCassandra } from '../services/cassandra.ts';
import { installService } from '../services/install-service.ts';
import { services } from './bench-services.ts';
import { KeyList, urlOf, wideKeys } from './long-tail-parts.ts';
import { benchSite, publishDay, untilDay } from './query-store.ts';
import { measure } from './stopwatch.ts';

const urls = Number(process.argv[2] ?? '1000000');
const days = Number(process.argv[3] ?? '730');
/** Of a day in the two years; asked for is one of them. */
const urlsADay = 200;
const referrers = 100_000;
const partCells = 1000;

const note = (line: string): unknown => process.stderr.write(`${line}\n`);
const tell = (line: string): unknown => process.stdout.write(`${line}\n`);

const server = await startCassandra(await installService(cassandra, note), {
  heapMegabytes: 1024,
  javaOptions: ['-XX:+UseG1GC'],
});
try {
  const store = await openStore(`cassandra://${server.address}/large`, {
    isMade: true,
    engineBytesMax: 1,
    services: { ...services, replication: '1' },
  });
  await stageAndRead(store, `a page with ${referrers} referrers`, 'page', referrerParts());
  await stageAndRead(store, `a day of ${urls} urls`, 'day', dayParts());
  await fillYears(store);
  for (const wanted of [365, days]) await askForUrl(store, wanted);
  for (const { name, text } of (await store.upkeep?.facts?.()) ?? []) tell(`${name}: ${text}`);
  tell(`peak of the client: ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);
  await store.close();
} finally {
  await server.stop();
}

async function stageAndRead(
  store: Store,
  what: string,
  site: string,
  parts: Iterable<RowPart>,
): Promise<void> {
  const key = { site, day: untilDay, generation: 'g1' };
  const tally = new ContentTally();
  const staged = await measure(() => store.stageRows(key, '1d', tallied(parts, tally)));
  const read = await measure(() => readRowContent(store, key, '1d'));
  const written = tally.content();
  if (read.result.checksum !== written.checksum) throw new Error(`${what} reads back otherwise`);
  const bytes = (await store.upkeep?.generationBytes(key)) ?? NaN;
  const rate = (seconds: number): string =>
    `${seconds.toFixed(1)} s, ${(written.parts / seconds).toFixed(0)} rows/s`;
  tell(
    `${what}: ${written.parts} rows, ${written.cells} cells, ${(bytes / 1e6).toFixed(0)} MB; ` +
      `staged in ${rate(staged.seconds)} (processor ${staged.cpuSeconds.toFixed(1)} s), ` +
      `read back and equal in ${rate(read.seconds)} (processor ${read.cpuSeconds.toFixed(1)} s)`,
  );
}

function* tallied(parts: Iterable<RowPart>, tally: ContentTally): Generator<RowPart> {
  for (const part of parts) {
    tally.addRowPart(part);
    yield part;
  }
}

function* referrerParts(): Generator<RowPart> {
  const keys = new ByteDictionary();
  for (let from = 0; from < referrers; from += partCells) {
    const texts = Array.from({ length: partCells }, (_none, index) => {
      const number = String(from + index).padStart(6, '0');
      return `ref_url=https://referrer.example/a/page/of/some/length-${number}/page_views`;
    });
    const place = { grain: '1d', url: urlOf(0), bucket: untilDay, part: from / partCells } as const;
    yield new KeyList(keys, texts).part(place);
  }
}

function* dayParts(): Generator<RowPart> {
  const keys = new KeyList(new ByteDictionary(), wideKeys.slice(0, 20));
  for (let number = 0; number < urls; number += 1) {
    const url = `https://news.example/a-story-of-some-length-${String(number).padStart(8, '0')}`;
    const place = { grain: '1d', url, bucket: untilDay, part: 0 } as const;
    yield keys.part(place);
  }
}

/** Eight days at once: most of it is waiting for records. */
async function fillYears(store: Store): Promise<void> {
  let next = untilDay - days;
  const publishSome = async (): Promise<void> => {
    for (let day = next++; day < untilDay; day = next++) {
      const key = { site: benchSite, day, generation: `g${String(day)}` };
      await publishDay(store, key, { name: 'year', urls: urlsADay });
    }
  };
  const { seconds } = await measure(async () => {
    await Promise.all(Array.from({ length: 8 }, publishSome));
  });
  tell(`${days} days of ${urlsADay} urls published in ${seconds.toFixed(1)} s`);
}

async function askForUrl(store: Store, wanted: number): Promise<void> {
  const { signal } = new AbortController();
  const spec = {
    sites: [benchSite],
    metrics: ['page_views'],
    from: { kind: 'date', day: untilDay - wanted },
    until: { kind: 'date', day: untilDay },
    groupBy: ['time'],
    filters: [{ dimension: 'url', match: 'is', value: urlOf(urlsADay / 2) }],
  } as const;
  const times: { readonly seconds: number; readonly cpuSeconds: number }[] = [];
  for (let time = 0; time < 8; time += 1) {
    const ask = async (): Promise<number> =>
      (await query(store, spec, { now: untilDay * 86_400, signal })).rows.length;
    const asked = await measure(ask);
    if (asked.result !== wanted) throw new Error(`${asked.result} days were found`);
    times.push(asked);
  }
  const ms = (seconds: number): string => `${(seconds * 1000).toFixed(0)} ms`;
  const warm = times.slice(1).sort((a, b) => a.seconds - b.seconds);
  const processor = Math.min(...times.map(({ cpuSeconds }) => cpuSeconds));
  tell(
    `one url, ${wanted} days: first ${ms(times[0]?.seconds ?? NaN)}, then best ` +
      `${ms(warm[0]?.seconds ?? NaN)}, median ${ms(warm[3]?.seconds ?? NaN)}, ` +
      `processor ${ms(processor)}`,
  );
}
