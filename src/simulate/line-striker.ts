/** Lets the faults that were asked for strike the lines that they are meant for. */
import type { FaultRequest } from './faults.ts';
import { lineFaultOf } from './faults.ts';
import type { Line, LineFault } from './line-faults.ts';

type Strike = {
  readonly request: FaultRequest;
  readonly fault: LineFault;
  turn: number;
  seen: number;
};

/** Copies that wait for the next object; more are dropped (chosen, not measured). */
const waitingMax = 10_000;

export class LineStriker {
  readonly #strikes: readonly Strike[];
  #waiting: Line[] = [];

  constructor(requests: readonly FaultRequest[]) {
    this.#strikes = requests.flatMap((request) => {
      const fault = lineFaultOf(request.name);
      return fault === undefined ? [] : [{ request, fault, turn: 0, seen: 0 }];
    });
  }

  /** The copies that were kept for this object. */
  takeWaiting(): readonly Line[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
  }

  /** What stands in place of the line: itself, unless a fault strikes. At most one does. */
  strike(line: string, object: number, lineNumber: number): readonly Line[] {
    for (const strike of this.#strikes) {
      if (!isStruck(strike, object, lineNumber)) continue;
      const { fault, turn } = strike;
      strike.turn += 1;
      const copy = fault.later?.(line);
      if (copy !== undefined && this.#waiting.length < waitingMax) this.#waiting.push(copy);
      return fault.apply(line, turn);
    }
    return [line];
  }
}

function isStruck(strike: Strike, object: number, lineNumber: number): boolean {
  const { object: wanted, line = 1, every } = strike.request;
  if (every === undefined) return object === (wanted ?? 0) && lineNumber === line;
  if (wanted !== undefined && wanted !== object) return false;
  strike.seen += 1;
  return strike.seen % every === 0;
}
