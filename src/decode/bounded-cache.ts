/** Remembers what was found out about texts that come again and again, in bounded memory. */

/** Enough for the agents or referrers of a busy day; then it starts anew (chosen, not measured). */
const entriesMax = 10_000;

/** Longer texts are not remembered: 10,000 of these take some 20 MB. */
const textUnitsMax = 1024;

export class BoundedCache<Value extends object | boolean | string> {
  readonly #find: (text: string) => Value;
  readonly #known = new Map<string, Value>();

  /** `find` must give equal values for equal texts. */
  constructor(find: (text: string) => Value) {
    this.#find = find;
  }

  valueOf(text: string): Value {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const found = this.#find(text);
    if (text.length > textUnitsMax) return found;
    if (this.#known.size >= entriesMax) this.#known.clear();
    this.#known.set(copyOf(text), found);
    return found;
  }
}

/** A part of a line would keep the whole line in memory. */
function copyOf(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
