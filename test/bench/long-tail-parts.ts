/** Row parts as the long tail of a site has them, made up but the same each time. */
import type { ByteDictionary } from '../../src/model/byte-dictionary.ts';
import type { RowPart } from '../../src/model/row.ts';

/** Everyday cells of a url in the long tail; distinct ones hold one visitor each. */
const wideSegments = ['$all', 'channel=website', 'device=mobile', 'ref=search', 'visitor=new'];
const wideMetrics = ['engaged_seconds', 'page_views', 'sessions', 'visitors'];
export const wideKeys = [
  ...wideSegments.flatMap((segment) => wideMetrics.map((metric) => `${segment}/${metric}`)),
  'country=US/page_views',
  'ref_domain=google.com/page_views',
];

export function urlOf(number: number): string {
  const text = String(number).padStart(6, '0');
  return `https://news.example/2025/a-story-of-some-length-${text}`;
}

const distinct = /\/(visitors|sessions)$/;

/** The keys that the parts of many rows have in common: found once, not for each of them. */
export class KeyList {
  readonly #keys: ByteDictionary;
  readonly #cells: Uint32Array;
  readonly #sketchEnds: Uint32Array;
  #drawn: number;

  /** @param seed the same one, the same numbers. */
  constructor(keys: ByteDictionary, texts: readonly string[], seed = 1) {
    this.#keys = keys;
    this.#drawn = seed;
    this.#cells = Uint32Array.from(texts, (text) => keys.internText(text));
    let end = 0;
    this.#sketchEnds = Uint32Array.from(texts, (text) => (end += distinct.test(text) ? 11 : 0));
  }

  /** With drawn numbers; a distinct cell holds one visitor. */
  part(name: Pick<RowPart, 'grain' | 'url' | 'bucket' | 'part'>): RowPart {
    const ends = this.#sketchEnds;
    const values = new Float64Array(ends.length);
    const sketches = new Uint8Array(ends.at(-1) ?? 0);
    let before = 0;
    for (const [index, end] of ends.entries()) {
      values[index] = end === before ? 1 + (this.#draw() % 50) : 1;
      if (end !== before) this.#putSketch(sketches, before);
      before = end;
    }
    return { ...name, keys: this.#keys, cells: this.#cells, values, sketches, sketchEnds: ends };
  }

  /** One explicit value. */
  #putSketch(sketches: Uint8Array, at: number): void {
    sketches.set([0x12, 0x8e, 0x7f], at);
    for (let byte = 0; byte < 8; byte += 1) sketches[at + 3 + byte] = this.#draw() >>> 24;
  }

  #draw(): number {
    this.#drawn = (Math.imul(this.#drawn, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#drawn;
  }
}
