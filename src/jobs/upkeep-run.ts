/**
 * The record of an operator's run in one store: written before its first change, and again with
 * what it did at its end. A run that changes nothing leaves no record.
 */
import { textFromInstant } from '../base/calendar.ts';
import { exitCodeFromCauses, type ExitCode } from '../base/exit-codes.ts';
import type { RunPeriod, RunRecord } from '../model/run-record.ts';
import type { RunIdentity } from './rebuild-types.ts';
import { runInStore, startOfRun } from './record-run.ts';
import type { UpkeepPorts } from './upkeep-ports.ts';

export class UpkeepRun {
  readonly #ports: UpkeepPorts;
  readonly #run: RunIdentity;
  readonly #startedAt: number;
  readonly #periods: RunPeriod[] = [];
  #isBegun = false;

  constructor(ports: UpkeepPorts, run: RunIdentity) {
    this.#ports = ports;
    this.#run = run;
    this.#startedAt = ports.now();
  }

  get isBegun(): boolean {
    return this.#isBegun;
  }

  /** To be called before every change; writes once. */
  async begin(): Promise<void> {
    if (this.#isBegun) return;
    await this.#write(startOfRun({ run: this.#run }, this.#startedAt));
    this.#isBegun = true;
  }

  add(period: RunPeriod): void {
    this.#periods.push(period);
  }

  /** `more`: of a run that read logs. */
  async end(
    causes: Iterable<ExitCode>,
    more: Partial<Pick<RunRecord, 'ledger' | 'objects'>> = {},
  ): Promise<void> {
    if (!this.#isBegun) return;
    await this.#write({
      ...startOfRun({ run: this.#run }, this.#startedAt),
      finishedAt: textFromInstant(this.#ports.now()),
      exitCode: exitCodeFromCauses(causes),
      periods: this.#periods,
      ...more,
    });
  }
  async #write(record: RunRecord): Promise<void> {
    const { store } = this.#ports;
    await store.writeRun(runInStore(store, record));
  }
}
