/** Progress on standard error: a bar where a person watches, a plain line a minute where not. */
import cliProgress from 'cli-progress';
import { barText, progressText, type ProgressState } from '../report/progress-text.ts';
import type { Session } from './session.ts';

export type Progress = {
  start(totals: Pick<ProgressState, 'bytes' | 'objects' | 'periods'>): void;
  /** Adds to what is done. */
  add(done: Partial<Record<'bytesDone' | 'objectsDone' | 'periodsDone', number>>): void;
  /** Removes the bar; to be called in any case. */
  end(): void;
};

const lineEveryMs = 60_000;
/** Beside the bar must fit its text. */
const barColumns = 30;

export function openProgress(session: Session, { isShown }: { isShown: boolean }): Progress {
  const { surroundings } = session;
  const startedMs = surroundings.now();
  const done = { bytesDone: 0, objectsDone: 0, periodsDone: 0 };
  let totals = { bytes: 0, objects: 0, periods: 0 };
  const state = (): ProgressState => {
    return { ...totals, ...done, elapsedMs: surroundings.now() - startedMs };
  };
  const display = isShown ? openDisplay(session, state) : undefined;
  return {
    start(given) {
      totals = given;
      display?.start();
    },
    add({ bytesDone = 0, objectsDone = 0, periodsDone = 0 }) {
      done.bytesDone += bytesDone;
      done.objectsDone += objectsDone;
      done.periodsDone += periodsDone;
      display?.update();
    },
    end: () => display?.end(),
  };
}

type Display = { start(): void; update(): void; end(): void };

function openDisplay(session: Session, state: () => ProgressState): Display {
  return session.surroundings.isWatched ? barDisplay(session, state) : lineDisplay(session, state);
}

function lineDisplay({ note, surroundings }: Session, state: () => ProgressState): Display {
  let stop: (() => void) | undefined;
  return {
    start() {
      stop = surroundings.repeat(lineEveryMs, () => note(progressText(state())));
    },
    update: () => undefined,
    end: () => stop?.(),
  };
}

function barDisplay(session: Session, state: () => ProgressState): Display {
  const { surroundings } = session;
  const bar = new cliProgress.SingleBar({
    stream: surroundings.stderr,
    barsize: barColumns,
    clearOnComplete: true,
    format: (options, params) =>
      `${cliProgress.Format.BarFormat(params.progress, options)} ${barText(state())}`,
  });
  const clearLine = (): void => void surroundings.stderr.write('\r\u001B[K');
  return {
    start() {
      bar.start(Math.max(1, state().bytes), 0);
      // A note must not stand behind the bar; the bar draws itself again below it.
      session.clearLine = clearLine;
    },
    update: () => bar.update(state().bytesDone),
    end() {
      session.clearLine = () => undefined;
      bar.stop();
    },
  };
}
