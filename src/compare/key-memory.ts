/** What was found of each key of a dictionary, by the grain and kind of the row it stands in. */
import type { ByteDictionary } from '../model/byte-dictionary.ts';
import { grains, type RowName, type RowPart } from '../model/row.ts';

export class KeyMemory<Value> {
  readonly #find: (key: string, row: RowName) => Value;
  #keys: ByteDictionary | undefined;
  /** By twice the grain plus 1 for urls, then by entry. */
  #known: (Value | undefined)[][] = [];

  constructor(find: (key: string, row: RowName) => Value) {
    this.#find = find;
  }

  of(part: RowPart, cell: number): Value {
    if (this.#keys !== part.keys) {
      this.#keys = part.keys;
      this.#known = [[], [], [], []];
    }
    const known = this.#known[grains.indexOf(part.grain) * 2 + (part.url === null ? 0 : 1)]!;
    return (known[cell] ??= this.#find(part.keys.text(cell), part));
  }
}
