/** The pages of a site. A page is a pure function of its rank, so that none need be kept. */
import type { SimulatedSite } from './simulate-options.ts';
import { scatter } from './random.ts';

export type Page = {
  readonly url: string;
  readonly rank: number;
  /** Undefined until the crawler has been there. */
  readonly metadata: PageFacts | undefined;
};

export type PageFacts = {
  readonly title: string;
  readonly authors: readonly string[];
  readonly section: string;
  readonly tags: readonly string[];
  readonly canonicalUrl: string;
  readonly pageType: string;
  readonly publishedMs: number | null;
  readonly words: number;
};

const sections = ['News', 'Sport', 'Wirtschaft & B\u00f6rse', 'Culture', 'Opinion', '\u6587\u5316'];
const authors = [
  'Anna M\u00fcller',
  'R. \u015aarm\u0101',
  'John "Jack" Smith',
  'Zo\u00eb O\u2019Neil',
];
const tags = ['a', 'b/c', 'gr\u00f6\u00dfe', 'election 2026', '\ud83d\udd25', 'back\\slash'];
const words = ['quiet', 'market', 'storm', 'cup', 'budget', 'river', 'vote', 'train'];

/** The most read pages of a site, kept because they come again and again. */
export class Pages {
  readonly #site: SimulatedSite;
  #day = -1;
  #kept: (Page | undefined)[] = [];

  constructor(site: SimulatedSite) {
    this.#site = site;
  }

  /** The page as it is on a day (days since 1970): metadata are corrected now and then. */
  pageOf(rank: number, day: number): Page {
    if (day !== this.#day) {
      this.#day = day;
      this.#kept = new Array<undefined>(keptMax);
    }
    if (rank >= keptMax) return pageOf(this.#site, rank, day);
    return (this.#kept[rank] ??= pageOf(this.#site, rank, day));
  }
}

/** By Zipf's law these are most of the traffic, and some 5 MB of text. */
const keptMax = 2048;

/** The most read page is the home page; the others have forms of all kinds. */
function pageOf({ site }: SimulatedSite, rank: number, day: number): Page {
  const host = `https://${site}`;
  if (rank === 0) return { url: `${host}/`, rank, metadata: undefined };
  const url = host + pathOf(rank);
  // A twentieth of the pages is not crawled yet.
  const metadata = scatter(rank, 2) % 20 === 0 ? undefined : factsOf(url, rank, day);
  return { url, rank, metadata };
}

function pathOf(rank: number): string {
  const slug = `${pickBy(words, rank, 3)}-${pickBy(words, rank, 4)}-${rank}`;
  switch (rank % 16) {
    case 1:
      return `/section/${rank}`;
    case 5:
      return `/2026/\u00fcber/${slug}`;
    case 9:
      return `/2026/%C3%BCber/${slug}.html`;
    case 13:
      return `//tag/./${slug}/`;
    default:
      return `/2026/03/${slug}/`;
  }
}

function factsOf(url: string, rank: number, day: number): PageFacts {
  // One page in seven is corrected every few days: what the newest event says holds.
  const version = scatter(rank, 5) % 7 === 0 ? Math.floor(day / (1 + (rank % 3))) : 0;
  const [subject, word] = [pickBy(words, rank, 3), pickBy(words, rank, 4)];
  const correction = version === 0 ? '' : ` (version ${version})`;
  return {
    title: `The ${subject} \u2013 \u201c${word}\u201d${correction}`,
    authors: scatter(rank, 6) % 9 === 0 ? [] : [pickBy(authors, rank, 7)],
    section: pickBy(sections, rank, 8 + (version % 2)),
    tags: [pickBy(tags, rank, 9), pickBy(tags, rank, 10)],
    canonicalUrl: rank % 11 === 0 ? `${url}?canonical=1` : url,
    pageType: rank % 16 === 1 ? 'sectionpage' : 'post',
    publishedMs: rank % 10 === 0 ? null : 1_772_000_000_000 + rank * 1000,
    words: 100 + (scatter(rank, 11) % 2000),
  };
}

function pickBy<T>(list: readonly T[], rank: number, salt: number): T {
  return list[scatter(rank, salt) % list.length] as T;
}
