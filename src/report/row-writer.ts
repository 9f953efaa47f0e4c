/** Row parts as text, in the order in which they come: JSON lines with a row each, or CSV. */
import { hexFromBytes } from '../base/bytes.ts';
import { DataError } from '../base/errors.ts';
import type { ByteDictionary } from '../model/byte-dictionary.ts';
import { sketchOfCell, textFromBucket, type RowPart } from '../model/row.ts';
import { csvField } from './csv-field.ts';

export type RowWriter = {
  /** Stands before all rows; may be empty. */
  readonly header: string;
  /** The text of one part. A part 0 ends the row before it. */
  add(site: string, part: RowPart): string;
  /** Ends the last row. */
  end(): string;
};

export type RowWriterOptions = { readonly isWithSketches: boolean };

/**
 * One row a line, its cells in their order. A row may have 100,000 cells, so it is written part by
 * part; only its sketches, which stand behind the cells, wait for its end.
 */
export function jsonRowWriter({ isWithSketches }: RowWriterOptions): RowWriter {
  const literals = new KeyLiterals((key) => `${JSON.stringify(key)}:`);
  let isOpen = false;
  let sketches: string[] = [];

  const end = (): string => {
    if (!isOpen) return '';
    isOpen = false;
    const text = isWithSketches ? `},"sketches":{${sketches.join(',')}}}\n` : '}}\n';
    sketches = [];
    return text;
  };

  return {
    header: '',
    end,
    add(site, part) {
      let text = part.part === 0 ? end() + rowHead(site, part) : '';
      isOpen = true;
      const literalOf = literals.of(part.keys);
      for (let index = 0; index < part.cells.length; index += 1) {
        const literal = literalOf(part.cells[index] as number);
        if (part.part > 0 || index > 0) text += ',';
        text += literal + valueText(part, index);
        if (!isWithSketches) continue;
        const sketch = sketchOfCell(part, index);
        if (sketch.length > 0) sketches.push(`${literal}"${hexFromBytes(sketch)}"`);
      }
      return text;
    },
  };
}

function rowHead(site: string, { url, grain, bucket }: RowPart): string {
  const names = JSON.stringify({ type: 'row', site, url, grain, bucket: undefined });
  return `${names.slice(0, -1)},"bucket":"${textFromBucket(grain, bucket)}","cells":{`;
}

/** One cell a line; the site row has an empty url. Fields are quoted as RFC 4180 says. */
export function csvRowWriter({ isWithSketches }: RowWriterOptions): RowWriter {
  const literals = new KeyLiterals((key) => {
    const slash = key.lastIndexOf('/');
    return `${csvField(key.slice(0, slash))},${csvField(key.slice(slash + 1))},`;
  });
  return {
    header: `site,url,grain,bucket,segment,metric,value${isWithSketches ? ',sketch' : ''}\n`,
    end: () => '',
    add(site, part) {
      const { url, grain, bucket, cells } = part;
      const time = textFromBucket(grain, bucket);
      const row = `${csvField(site)},${csvField(url ?? '')},${grain},${time},`;
      const literalOf = literals.of(part.keys);
      let text = '';
      for (let index = 0; index < cells.length; index += 1) {
        text += row + literalOf(cells[index] as number) + valueText(part, index);
        if (isWithSketches) text += `,${hexFromBytes(sketchOfCell(part, index))}`;
        text += '\n';
      }
      return text;
    },
  };
}

/** The text of each key of a dictionary, made once: the same few keys stand in millions of rows. */
class KeyLiterals {
  readonly #make: (key: string) => string;
  #keys: ByteDictionary | undefined;
  #literals: string[] = [];

  constructor(make: (key: string) => string) {
    this.#make = make;
  }

  of(keys: ByteDictionary): (entry: number) => string {
    if (this.#keys !== keys) {
      this.#keys = keys;
      this.#literals = [];
    }
    const literals = this.#literals;
    return (entry) => (literals[entry] ??= this.#make(keys.text(entry)));
  }
}

/** @throws DataError if the value is none that a row may hold: it would not survive JSON. */
function valueText({ values, keys, cells }: RowPart, index: number): string {
  const value = values[index] as number;
  if (!Number.isSafeInteger(value) || value < 1) {
    const key = keys.text(cells[index] as number);
    throw new DataError(`the stored value of ${key} is ${value}, not a whole number above 0`, {
      hint: 'the store is damaged there; rebuild the day with --force',
    });
  }
  return String(value);
}
