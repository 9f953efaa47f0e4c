/**
 * A YAML text as plain values, with the line and column of each. What YAML allows and a
 * configuration does not need (several documents, tags, keys that are no texts, cycles) is told.
 */
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Alias, Document, Pair, YAMLMap, YAMLSeq } from 'yaml';
import type { OptionFault } from './option-faults.ts';

/** Line and column are counted from 1. */
export type Place = {
  readonly line: number;
  readonly column: number;
  /** `sites.news.example.segments.core.in[1]`; empty for the whole. */
  readonly path: string;
};

export type YamlFault = { readonly place: Place; readonly fault: OptionFault };

export type YamlTree = {
  /** Undefined where it could not be read as a whole. */
  readonly value: unknown;
  /** By JSON pointer: of a value in a mapping its key, of one in a list itself. */
  readonly places: ReadonlyMap<string, Place>;
  readonly faults: readonly YamlFault[];
};

/** Deeper than any form of the configuration; an alias that holds itself ends here. */
const nestingMax = 24;
/** Aliases can make much of little; a thousand sites have some ten thousand values. */
const valuesMax = 200_000;

export function yamlTree(text: string): YamlTree {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    // Told below with both places, and with their path.
    uniqueKeys: false,
    prettyErrors: false,
    // So that a number that JavaScript would round is seen.
    intAsBigInt: true,
  });
  const walk = new TreeWalk(document, lines);
  const mistakes = [...document.errors, ...document.warnings];
  if (mistakes.length > 0) return { value: undefined, places: walk.places, faults: syntaxFaults() };
  const whole = document.contents === null ? null : walk.valueOf(document.contents, '', 0);
  const value = walk.gaveUp ? undefined : whole;
  return { value, places: walk.places, faults: walk.faults };

  /** One a line: a mistake makes others behind it. */
  function syntaxFaults(): readonly YamlFault[] {
    const byLine = new Map<number, YamlFault>();
    for (const { code, message, pos } of mistakes) {
      const { line, col } = lines.linePos(pos[0]);
      if (byLine.has(line)) continue;
      const words = `${message.charAt(0).toLowerCase()}${message.slice(1)}`;
      const fault = { message: `this is no YAML: ${words}`, hint: hintOfMistake(code) };
      byLine.set(line, { place: { line, column: col, path: '' }, fault });
    }
    return [...byLine.values()];
  }
}

function hintOfMistake(code: string): string {
  if (code === 'TAB_AS_INDENT') return 'indent with spaces';
  if (code === 'MULTIPLE_DOCS') return 'write all in one document, without a line of ---';
  return 'mend this line or the one before it; texts with : # { [ or * stand in quotes';
}

class TreeWalk {
  readonly places = new Map<string, Place>();
  readonly faults: YamlFault[] = [];
  /** True once something was left out. */
  gaveUp = false;
  readonly #document: Document;
  readonly #lines: LineCounter;
  #values = 0;

  constructor(document: Document, lines: LineCounter) {
    this.#document = document;
    this.#lines = lines;
    this.places.set('', { line: 1, column: 1, path: '' });
  }

  valueOf(node: unknown, pointer: string, depth: number): unknown {
    this.#values += 1;
    if (depth > nestingMax || this.#values > valuesMax) {
      // Told once, not for each of a hundred thousand values.
      if (!this.gaveUp) this.#tell(pointer, tooMuch(depth > nestingMax));
      this.gaveUp = true;
      return undefined;
    }
    if (isAlias(node)) return this.#valueOfAlias(node, pointer, depth);
    if (isMap(node)) return this.#valueOfMap(node, pointer, depth);
    if (isSeq(node)) return this.#valueOfList(node, pointer, depth);
    return isScalar(node) ? this.#valueOfScalar(node.value, pointer) : null;
  }

  #valueOfAlias(alias: Alias, pointer: string, depth: number): unknown {
    const meant = alias.resolve(this.#document);
    if (meant !== undefined) return this.valueOf(meant, pointer, depth);
    const message = `*${alias.source} stands for nothing`;
    this.#tell(pointer, { message, hint: `write &${alias.source} before the value it is to mean` });
    return undefined;
  }

  #valueOfList(list: YAMLSeq, pointer: string, depth: number): unknown {
    const { path } = this.#placeAt(pointer);
    return list.items.map((item, index) => {
      const own = `${pointer}/${index}`;
      this.places.set(own, { ...this.#placeOf(item, pointer), path: `${path}[${index}]` });
      return this.valueOf(item, own, depth + 1);
    });
  }

  #valueOfMap(map: YAMLMap, pointer: string, depth: number): unknown {
    const entries = new Map<string, unknown>();
    const { path } = this.#placeAt(pointer);
    for (const pair of map.items) {
      const name = this.#nameOf(pair, pointer);
      if (name === undefined) continue;
      const own = childPointer(pointer, name);
      const ownPath = path === '' ? name : `${path}.${name}`;
      const place = { ...this.#placeOf(pair.key, pointer), path: ownPath };
      const first = this.places.get(own);
      if (first !== undefined) {
        const message = `stands in line ${first.line} already`;
        this.faults.push({ place, fault: { message, hint: 'leave one of them out' } });
        continue;
      }
      this.places.set(own, place);
      entries.set(name, this.valueOf(pair.value, own, depth + 1));
    }
    return Object.fromEntries(entries);
  }

  #nameOf({ key }: Pair, pointer: string): string | undefined {
    const node = isAlias(key) ? key.resolve(this.#document) : key;
    const name: unknown = isScalar(node) ? node.value : undefined;
    if (typeof name === 'string') return name;
    if (['number', 'bigint', 'boolean'].includes(typeof name)) return `${name as number}`;
    const place = this.#placeOf(key, pointer);
    const fault = { message: 'a key is no text', hint: 'write a name and a colon: "name: value"' };
    this.faults.push({ place, fault });
    return undefined;
  }

  #valueOfScalar(value: unknown, pointer: string): unknown {
    if (typeof value !== 'bigint') return value;
    if (BigInt(Number(value)) === value && Number.isSafeInteger(Number(value))) {
      return Number(value);
    }
    const message = `the number ${value} is too large to be kept to its last digit`;
    this.#tell(pointer, { message, hint: 'write it in quotes, if it is a name' });
    return undefined;
  }

  /** Of a node, or where it has none, as an empty key, of what holds it. */
  #placeOf(node: unknown, pointer: string): Place {
    const start = (node as { range?: readonly number[] | null } | null)?.range?.[0];
    if (start === undefined) return this.#placeAt(pointer);
    const { line, col } = this.#lines.linePos(start);
    return { line, column: col, path: this.#placeAt(pointer).path };
  }

  #placeAt(pointer: string): Place {
    return this.places.get(pointer) ?? { line: 1, column: 1, path: '' };
  }

  #tell(pointer: string, fault: OptionFault): void {
    this.faults.push({ place: this.#placeAt(pointer), fault });
  }
}

function tooMuch(isTooDeep: boolean): OptionFault {
  return isTooDeep
    ? { message: 'is nested too deep', hint: 'an alias may not hold itself' }
    : { message: `is more than ${valuesMax} values`, hint: 'split the sites over several files' };
}

/** The pointer of a key in a mapping (RFC 6901). */
export function childPointer(pointer: string, name: string): string {
  return `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
