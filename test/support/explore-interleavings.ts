/**
 * Two actors on one store in every order in which their calls can fall between each other: each
 * call is a step, as is each row that a reader pulls and each part of a deletion. No schedule is
 * written down and none is left to chance.
 *
 * Each run starts anew and follows a path of choices; where both wait, the other choice is put off
 * for a later run. What an actor does next depends on nothing but the answers it was given, so that
 * two paths are the same from a point on at which store and answers are the same: the second is
 * not followed further.
 */
import { createHash } from 'node:crypto';
import { UnavailableError } from '../../src/base/errors.ts';
import type { RowPart } from '../../src/model/row.ts';
import type { Store } from '../../src/store/store.ts';
import type { StoreUpkeep } from '../../src/store/upkeep.ts';
import { Gate } from '../store/interleave.ts';
import { plainFromRowPart } from '../store/row-parts.ts';
import { memoryStore, textOfMemory } from './memory-store.ts';
import type { MemoryData } from './memory-store.ts';

export type StepActor<T> = (store: Store) => Promise<T>;

export type Ended<T> =
  | { readonly kind: 'returned'; readonly value: T }
  | { readonly kind: 'threw'; readonly error: unknown };

export type End<A, B> = {
  readonly data: MemoryData;
  readonly first: Ended<A>;
  readonly second: Ended<B>;
};

/** What was covered: a test may say how much it expects at least. */
export type Coverage = { readonly ends: number; readonly states: number };

export type ExploreOptions = {
  /** The answer to the first swap of an actor gets lost. */
  readonly lostAnswers?: readonly [boolean, boolean];
};

/** More would say that an actor does not come to its end, or that a test is too large. */
const runsMax = 50_000;
const stepsMax = 400;

/** @throws whatever `check` throws, with the order of the calls that led there. */
export async function exploreInterleavings<A, B>(
  start: MemoryData,
  actors: readonly [StepActor<A>, StepActor<B>],
  check: (end: End<A, B>) => void | Promise<void>,
  { lostAnswers = [false, false] }: ExploreOptions = {},
): Promise<Coverage> {
  const seen = new Set<string>();
  const paths: (readonly number[])[] = [[]];
  let ends = 0;
  for (let runs = 0; ; runs += 1) {
    const path = paths.pop();
    if (path === undefined) return { ends, states: seen.size };
    if (runs === runsMax) throw new Error(`more than ${runsMax} orders of calls`);
    const run = new SteppedRun(start, actors, lostAnswers);
    const end = await run.follow(path, seen, (other) => paths.push(other));
    if (end === undefined) continue;
    ends += 1;
    try {
      await check(end);
    } catch (error) {
      throw new Error(`in this order of calls: ${run.calls.join(' ')}`, { cause: error });
    }
  }
}

class SteppedRun<A, B> {
  readonly calls: string[] = [];
  readonly #data: MemoryData;
  readonly #gates = [new Gate(), new Gate()] as const;
  readonly #answers: [string, string] = ['', ''];
  readonly #running: readonly [Promise<Ended<A>>, Promise<Ended<B>>];

  constructor(
    start: MemoryData,
    [first, second]: readonly [StepActor<A>, StepActor<B>],
    lostAnswers: readonly [boolean, boolean],
  ) {
    this.#data = copyOf(start);
    const stepped = (actor: 0 | 1): Store =>
      steppedStore(memoryStore(this.#data), this.#stepOf(actor), lostAnswers[actor]);
    this.#running = [this.#ended(0, first(stepped(0))), this.#ended(1, second(stepped(1)))];
  }

  /** Undefined where the rest was seen before. */
  async follow(
    path: readonly number[],
    seen: Set<string>,
    putOff: (path: readonly number[]) => void,
  ): Promise<End<A, B> | undefined> {
    const taken: number[] = [];
    for (let step = 0; step < stepsMax; step += 1) {
      await Promise.all(this.#gates.map((gate) => gate.settled()));
      const waiting = this.#gates.filter((gate) => !gate.isFinished);
      if (waiting.length === 0) return this.#end();
      const isNew = path[step] === undefined && waiting.length === 2;
      if (isNew && !this.#isFirstVisit(seen)) return undefined;
      if (isNew) putOff([...taken, 1]);
      const choice = path[step] ?? (waiting[0] === this.#gates[0] ? 0 : 1);
      taken.push(choice);
      await this.#gates[choice]?.pass();
    }
    throw new Error(`not at its end after ${stepsMax} calls: ${this.calls.join(' ')}`);
  }

  async #end(): Promise<End<A, B>> {
    const [first, second] = await Promise.all(this.#running);
    return { data: this.#data, first, second };
  }

  #ended<T>(actor: 0 | 1, running: Promise<T>): Promise<Ended<T>> {
    const ended = running.then(
      (value): Ended<T> => ({ kind: 'returned', value }),
      (error: unknown): Ended<T> => ({ kind: 'threw', error }),
    );
    return ended.finally(() => this.#gates[actor].finish());
  }

  #stepOf(actor: 0 | 1): Step {
    return (name, call) =>
      this.#gates[actor].enter(async () => {
        this.calls.push(`${'AB'[actor] ?? ''}:${name}`);
        try {
          const answer = await call();
          this.#note(actor, textOfAnswer(answer));
          return answer;
        } catch (error) {
          this.#note(actor, String(error));
          throw error;
        }
      });
  }

  #note(actor: 0 | 1, answer: string): void {
    this.#answers[actor] = digestOf(this.#answers[actor] + answer);
  }

  #isFirstVisit(seen: Set<string>): boolean {
    const state = digestOf(this.#answers.join() + textOfMemory(this.#data));
    if (seen.has(state)) return false;
    seen.add(state);
    return true;
  }
}

/** Waits for its turn, then makes the call. */
export type Step = <T>(name: string, call: () => Promise<T>) => Promise<T>;

/** A store each of whose calls is handed to `step`. */
export function steppedStore(store: Store, step: Step, isAnswerLost: boolean): Store {
  let isFirstSwap = true;
  const rows = steppedIterable(step);
  const stepped: Store = {
    location: store.location,
    readPeriod: (key) => step('readPeriod', () => store.readPeriod(key)),
    swapPeriod: (record) =>
      step('swapPeriod', async () => {
        const outcome = await store.swapPeriod(record);
        const isLost = isFirstSwap && isAnswerLost;
        isFirstSwap = false;
        if (isLost) throw new UnavailableError('the answer was lost');
        return outcome;
      }),
    listPeriods: (range) => rows('listPeriods', store.listPeriods(range)),
    readSite: (site) => step('readSite', () => store.readSite(site)),
    swapSite: (record) => step('swapSite', () => store.swapSite(record)),
    listSites: () => step('listSites', () => store.listSites()),
    stageRows: (key, grain, parts) =>
      step(`stageRows-${grain}`, () => store.stageRows(key, grain, parts)),
    stagePages: (key, pages) => step('stagePages', () => store.stagePages(key, pages)),
    stageManifest: (key, one) => step('stageManifest', () => store.stageManifest(key, one)),
    readManifest: (key) => step('readManifest', () => store.readManifest(key)),
    readRows: (key, grain, range) => rows(`readRows-${grain}`, store.readRows(key, grain, range)),
    readPages: (key) => rows('readPages', store.readPages(key)),
    async dropGeneration(key, grain) {
      // No store removes all of a generation at once, and none promises in which order.
      for (const one of grain === undefined ? (['1d', '5m'] as const) : []) {
        await step(`drop-${one}`, () => store.dropGeneration(key, one));
      }
      await step('drop', () => store.dropGeneration(key, grain));
    },
    listGenerations: (key) => step('listGenerations', () => store.listGenerations(key)),
    writeInputSet: (set) => step('writeInputSet', () => store.writeInputSet(set)),
    readInputSet: (digest) => step('readInputSet', () => store.readInputSet(digest)),
    writeRules: (digest, one) => step('writeRules', () => store.writeRules(digest, one)),
    readRules: (digest) => step('readRules', () => store.readRules(digest)),
    writeRun: (record) => step('writeRun', () => store.writeRun(record)),
    readRun: (run) => step('readRun', () => store.readRun(run)),
    listRuns: () => rows('listRuns', store.listRuns()),
    close: () => store.close(),
  };
  const { upkeep } = store;
  return upkeep === undefined ? stepped : { ...stepped, upkeep: steppedUpkeep(upkeep, step) };
}

function steppedUpkeep(upkeep: StoreUpkeep, step: Step): StoreUpkeep {
  const items = steppedIterable(step);
  return {
    listDays: (site) => step('listDays', () => upkeep.listDays(site)),
    generationBytes: (key, grain) =>
      step('generationBytes', () => upkeep.generationBytes(key, grain)),
    listLeftovers: () => items('listLeftovers', upkeep.listLeftovers()),
    removeLeftover: (one) => step('removeLeftover', () => upkeep.removeLeftover(one)),
    inspect: () => items('inspect', upkeep.inspect()),
  };
}

/** Every item, and the end, is a step of its own. */
function steppedIterable(
  step: Step,
): <T>(name: string, items: AsyncIterable<T>) => AsyncIterable<T> {
  return async function* <T>(name: string, items: AsyncIterable<T>) {
    const iterator = items[Symbol.asyncIterator]();
    for (;;) {
      const next = await step(name, () => iterator.next());
      if (next.done === true) return;
      yield next.value;
    }
  };
}

/** Rows are read again in every order of calls. */
const partTexts = new WeakMap<RowPart, string>();

function textOfAnswer(answer: unknown): string {
  if (isNextPart(answer)) {
    const text = partTexts.get(answer.value) ?? JSON.stringify(plainFromRowPart(answer.value));
    partTexts.set(answer.value, text);
    return text;
  }
  return JSON.stringify(answer) ?? 'undefined';
}

function isNextPart(answer: unknown): answer is { readonly value: RowPart } {
  if (typeof answer !== 'object' || answer === null || !('value' in answer)) return false;
  const { value } = answer;
  return typeof value === 'object' && value !== null && 'sketchEnds' in value;
}

/** Its own maps; what is in them is never changed in place. */
export function copyOf(data: MemoryData): MemoryData {
  return {
    periods: new Map(data.periods),
    sites: new Map(data.sites),
    generations: new Map(data.generations),
    inputs: new Map(data.inputs),
    rules: new Map(data.rules),
    runs: new Map(data.runs),
    leftovers: new Map(data.leftovers),
  };
}

/** A store whose user is killed at the call after so many. */
export function stoppingStore(store: Store, calls: number): Store {
  let made = 0;
  const step: Step = async (_name, call) => {
    if (made === calls) throw new Error('stopped');
    made += 1;
    return call();
  };
  return steppedStore(store, step, false);
}

function digestOf(text: string): string {
  return createHash('sha1').update(text).digest('base64');
}
