/** The kinds of a period's events and their actions: assembly/event-kinds.ts. */
import { metricsOfAction } from './action-metrics.ts';
import type { PeriodTexts } from './period-texts.ts';
import type { RowMemory } from './row-memory.ts';
import type { RowShape } from './row-shape.ts';

/** Words of a kind's block before its segments. */
const headWords = 2;

/** Where the block of an action says how many events it has. */
const eventsWord = 2;

export class EventKinds {
  readonly #memory: RowMemory;
  readonly #texts: PeriodTexts;
  readonly #shape: RowShape;
  readonly #blockWords: number;
  readonly #actionBlocks: number;
  /** In order of first sight. */
  readonly #actions: { readonly text: string; readonly at: number }[] = [];
  /** Additive metrics that occur, in order of first sight. */
  readonly #names = new Map<string, number>();
  #sharesMax = 0;
  #kindsMax = 0;
  #keysBase = 0;

  constructor(memory: RowMemory, texts: PeriodTexts, shape: RowShape) {
    this.#memory = memory;
    this.#texts = texts;
    this.#shape = shape;
    this.#blockWords = headWords + shape.segments.length;
    this.#actionBlocks = memory.allocateZeros(texts.count * 4);
    memory.set('actionBlocksBase', this.#actionBlocks);
    memory.exports.clearKinds();
    this.#layOut(64);
  }

  get count(): number {
    return this.#memory.exports.kindCount.value;
  }

  get metricNames(): readonly string[] {
    return [...this.#names.keys()];
  }

  /** Most additive metrics that one action counts in. */
  get sharesMax(): number {
    return this.#sharesMax;
  }

  /** Makes room for so many kinds more. */
  reserve(kinds: number): void {
    const needed = this.count + kinds;
    if (needed > this.#kindsMax) this.#layOut(2 ** Math.ceil(Math.log2(needed)));
  }

  /** Tells the builder what an action counts in. @param action number of its text. */
  describeAction(action: number): void {
    const text = this.#texts.text(action);
    const { additive, visitorBits, sessionBits } = metricsOfAction(text, this.#shape, this.#names);
    const shares = additive.flatMap(({ metric, adds }) => [metric, adds === 'one' ? 0 : 1]);
    const block = [visitorBits, sessionBits, 0, additive.length, ...shares];
    const memory = this.#memory;
    const at = memory.allocate(block.length * 4);
    memory.words.set(block, at / 4);
    memory.words[this.#actionBlocks / 4 + action] = at;
    this.#actions.push({ text, at });
    this.#sharesMax = Math.max(this.#sharesMax, additive.length);
  }

  /** Events scanned of each action. */
  countByAction(): Readonly<Record<string, number>> {
    const { words } = this.#memory;
    const counts = this.#actions.map(({ text, at }) => [text, words[at / 4 + eventsWord]!]);
    return Object.fromEntries(counts) as Record<string, number>;
  }

  #layOut(kindsMax: number): void {
    const memory = this.#memory;
    const keys = memory.allocate(kindsMax * this.#blockWords * 4);
    const from = this.#keysBase / 4;
    memory.words.copyWithin(keys / 4, from, from + this.#kindsMax * this.#blockWords);
    const slots = kindsMax * 2;
    memory.set('kindSlotsBase', memory.allocateZeros(slots * 4));
    memory.set('kindSlotMask', slots - 1);
    memory.set('kindKeysBase', keys);
    memory.exports.placeKinds();
    this.#keysBase = keys;
    this.#kindsMax = kindsMax;
  }
}
