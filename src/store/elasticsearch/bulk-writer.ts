/**
 * Writes or deletes many documents: requests bounded by bytes and number, several at once, and the
 * outcome of every single item looked at. An item that was refused for load, or by a shard that is
 * away, is sent again alone. Nothing is lost in silence: `sent = stored + superseded + failed` in
 * the end, and anything failed is an error. The client's own `helpers.bulk` is not used: what
 * it sends again, and how much at once, could not follow the pace of a run, and it loses documents
 * without a word where a slow producer meets a slow cluster (a test beside this one's shows it).
 */
import type { estypes } from '@elastic/elasticsearch';
import { assertThat } from '../../base/assert.ts';
import { SystemError } from '../../base/errors.ts';
import { TasksInFlight } from '../tasks-in-flight.ts';
import { PartialError, isPassingStatus } from './elasticsearch-errors.ts';
import type { ElasticsearchSession } from './elasticsearch-session.ts';

/** Larger requests gain nothing, and keep more of the server's memory busy (chosen). */
const requestBytesMax = 2 * 1024 * 1024;
const requestItemsMax = 2000;

/** Sent and not yet answered, of one writer: what a small server still takes (chosen). */
const bytesInFlightMax = 16 * 1024 * 1024;

/** What became of the items that were sent. */
export type BulkOutcome = {
  readonly sent: number;
  readonly stored: number;
  /** Somebody else had done it, or something later: a delete of what was gone. */
  readonly superseded: number;
  readonly failed: number;
};

/** One line of action, and for a document a second line. With the line ends. */
type Item = string;

type ItemAnswer = Partial<Record<estypes.BulkOperationType, estypes.BulkResponseItem>>;

export class BulkWriter {
  readonly #session: ElasticsearchSession;
  readonly #target: string;
  readonly #tasks = new TasksInFlight(bytesInFlightMax);
  readonly #outcome = { sent: 0, stored: 0, superseded: 0, failed: 0 };
  #firstFailure: string | undefined;
  #items: Item[] = [];
  #bytes = 0;

  /** @param target an alias that must exist: an index that was removed is not made again. */
  constructor(session: ElasticsearchSession, target: string) {
    this.#session = session;
    this.#target = target;
  }

  /** @param document JSON. A promise where the server must catch up first. */
  index(id: string, document: string): Promise<void> | undefined {
    return this.#add(`{"index":{"_id":"${id}"}}\n${document}\n`);
  }

  delete(id: string): Promise<void> | undefined {
    return this.#add(`{"delete":{"_id":"${id}"}}\n`);
  }

  /** @throws SystemError if any item was refused for good. */
  async finish(): Promise<BulkOutcome> {
    await this.#flush();
    return this.#settleAll();
  }

  async #settleAll(): Promise<BulkOutcome> {
    await this.#tasks.finish();
    const { sent, stored, superseded, failed } = this.#outcome;
    assertThat(sent === stored + superseded + failed, 'every item sent has one outcome');
    if (failed === 0) return this.#outcome;
    const { location } = this.#session;
    throw new SystemError(
      `${location}: ${failed} of ${sent} documents were refused; first ${this.#firstFailure ?? ''}`,
      { hint: 'recount store doctor --store with this place says more' },
    );
  }

  /** Waits for what is under way, whatever becomes of it: nothing is written after that. */
  async abandon(): Promise<void> {
    this.#items = [];
    await this.#tasks.settle();
  }

  #add(item: Item): Promise<void> | undefined {
    this.#items.push(item);
    // A unit of text is a byte at least, and cells and ids are nothing but ASCII.
    this.#bytes += item.length;
    const isFull = this.#bytes >= requestBytesMax || this.#items.length >= requestItemsMax;
    return isFull ? this.#flush() : undefined;
  }

  #flush(): Promise<void> | undefined {
    const [items, bytes] = [this.#items, this.#bytes];
    if (items.length === 0) return undefined;
    this.#items = [];
    this.#bytes = 0;
    // What was refused for good will not do better: the rest is not sent after it.
    if (this.#outcome.failed > 0) return this.#settleAll().then(() => undefined);
    this.#outcome.sent += items.length;
    return this.#tasks.add(bytes, () => this.#send(items));
  }

  /** Again and again those that are left, until each has its outcome. */
  async #send(items: readonly Item[]): Promise<void> {
    let left = items;
    let last: readonly string[] = [];
    try {
      await this.#session.ask(
        'writing',
        async (client) => {
          const answer = await client.transport.request<estypes.BulkResponse>({
            method: 'POST',
            path: `/${encodeURIComponent(this.#target)}/_bulk`,
            querystring: { require_alias: true },
            bulkBody: left.join(''),
          });
          const again = this.#settle(left, answer.items);
          left = again.items;
          last = again.reasons;
          if (left.length === 0) return;
          const message = `${left.length} documents were refused for now: ${last[0] ?? ''}`;
          throw new PartialError(message, { isOverload: again.isOverload });
        },
        items.length,
      );
    } catch (error) {
      // Refused to the last, one by one: an outcome as any. Without an answer there is none.
      this.#outcome.failed += last.length;
      throw error;
    }
  }

  /** Counts what has its outcome, and returns what has none yet. */
  #settle(items: readonly Item[], answers: readonly ItemAnswer[]) {
    if (items.length !== answers.length) {
      const message = `the answer tells of ${answers.length} of ${items.length} documents`;
      throw new PartialError(message, { isOverload: false });
    }
    const again: Item[] = [];
    const reasons: string[] = [];
    let isOverload = false;
    for (const [index, answer] of answers.entries()) {
      const [item] = Object.values(answer);
      const { status = 0, error, _id: id } = item as estypes.BulkResponseItem;
      const reason = `${id ?? ''}: ${String(status)} ${error?.type ?? ''} ${error?.reason ?? ''}`;
      if (status >= 200 && status < 300) this.#outcome.stored += 1;
      else if (status === 409 || (status === 404 && error === undefined)) {
        this.#outcome.superseded += 1;
      } else if (isPassingStatus(status)) {
        again.push(items[index] as Item);
        reasons.push(reason);
        isOverload ||= status === 429;
      } else {
        this.#outcome.failed += 1;
        this.#firstFailure ??= reason;
      }
    }
    return { items: again, reasons, isOverload };
  }
}
