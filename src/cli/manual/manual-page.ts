/** A page of the manual before it is put into roff. */

export type ManualPage = {
  /** `recount-rebuild`; the file is `recount-rebuild.1`. */
  readonly name: string;
  /** 1 commands, 5 files, 7 all else. */
  readonly section: 1 | 5 | 7;
  /** Follows the name in lists of pages, without a full stop. */
  readonly summary: string;
  readonly chapters: readonly Chapter[];
};

export type Chapter = { readonly title: string; readonly blocks: readonly Block[] };

/**
 * In texts and terms, what stands between backticks is printed bold, and <words> in angle brackets
 * are printed as places to fill in.
 */
export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'terms'; readonly terms: readonly Term[] }
  /** Kept as it is, line by line. */
  | { readonly kind: 'code'; readonly lines: readonly string[] };

/** What is explained, and its explanation in paragraphs. */
export type Term = readonly [term: string, ...paragraphs: readonly string[]];

export function text(...paragraphs: readonly string[]): readonly Block[] {
  return paragraphs.map((paragraph) => ({ kind: 'text', text: paragraph }));
}

export function terms(...list: readonly Term[]): Block {
  return { kind: 'terms', terms: list };
}

export function code(...lines: readonly string[]): Block {
  return { kind: 'code', lines };
}
