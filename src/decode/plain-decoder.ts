/**
 * The plain path: every line as text, one after another. It says what lines are; the scanner is
 * tested by it, and leaves to it whatever it is not sure of.
 */
import { acceptLine, type AcceptanceRules, type AcceptedSite } from './acceptance.ts';
import type { BatchArea } from './batch-area.ts';
import { BatchBuilder } from './batch-builder.ts';
import { formatChooser, isBlank } from './choose-format.ts';
import type { DecodeSink, InputFormat, ObjectDecoder, ObjectPlace } from './decode.ts';
import { LineSplitter } from './line-splitter.ts';
import type { LineFormat } from './log-line.ts';
import { ObjectTallyBuilder, type RefusedOutcome } from './object-tally.ts';
import type { TextHasher } from './text-hasher.ts';

export type DecoderSetup = {
  readonly rules: AcceptanceRules;
  /** By the index that events name them by. */
  readonly sites: readonly AcceptedSite[];
  readonly format: InputFormat;
  /** Most segments that one of the sites has. */
  readonly segmentColumns: number;
  readonly hasher: TextHasher;
};

/** The same, and where batches are filled. */
export type FilledSetup = DecoderSetup & { readonly area: BatchArea };

/** What becomes of the lines of one object: tallied, and put into batches where accepted. */
export class LineTaker {
  readonly tally = new ObjectTallyBuilder();
  readonly batches: BatchBuilder;
  readonly #rules: AcceptanceRules;
  readonly #formatOf: (line: string) => LineFormat | undefined;
  readonly #place: ObjectPlace;
  readonly #sink: DecodeSink;

  constructor({ rules, format, ...setup }: FilledSetup, place: ObjectPlace, sink: DecodeSink) {
    this.#rules = rules;
    this.#formatOf = formatChooser(format);
    this.#place = place;
    this.#sink = sink;
    this.batches = new BatchBuilder({ ...setup, emit: (batch) => sink.batch(batch) });
  }

  /** A line that was begun in the tally. */
  takeText(line: string): void {
    if (isBlank(line)) return this.refuse('blank', line);
    const format = this.#formatOf(line);
    const { ordinal, range } = this.#place;
    const surroundings = { ordinal, range, tally: this.tally };
    const result =
      format === undefined ? 'malformed' : acceptLine(line, format, this.#rules, surroundings);
    if (typeof result === 'string') return this.refuse(result, line);
    this.tally.addAccepted(1);
    this.batches.add(result);
    this.#sink.accepted?.(result);
  }

  /** @param text undefined where the line could not be held or is no UTF-8. */
  refuse(outcome: RefusedOutcome, text?: string): void {
    this.tally.addRefused(outcome);
    this.#sink.rejected?.(this.tally.line, outcome, text);
  }

  /** Whether the texts of refused lines are of use to anybody. */
  get isListenedTo(): boolean {
    return this.#sink.rejected !== undefined;
  }
}

export function decodePlainly(
  setup: FilledSetup,
  place: ObjectPlace,
  sink: DecodeSink,
): ObjectDecoder {
  const taker = new LineTaker(setup, place, sink);
  const splitter = new LineSplitter({
    text: (line) => {
      taker.tally.beginLines(1);
      taker.takeText(line);
    },
    refused: (outcome) => {
      taker.tally.beginLines(1);
      taker.refuse(outcome);
    },
  });
  return {
    push: (bytes) => splitter.push(bytes),
    finish: () => {
      splitter.finish();
      taker.batches.flush();
      return taker.tally.finish();
    },
  };
}
