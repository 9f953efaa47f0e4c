/** The command line: runs one command, tells what went wrong, and returns the exit code. */
import { exitCodeFromCauses, exitCodes, type ExitCode } from '../base/exit-codes.ts';
import { printableText } from '../report/text-lines.ts';
import { argvWithHelp, buildProgram } from './program.ts';
import type { Session } from './session.ts';
import { surroundingsOfProcess, type EndSignal, type Surroundings } from './surroundings.ts';
import { errorLines, toldError } from './tell-error.ts';
import { TextOutput } from './text-output.ts';

const codesOfSignals: Readonly<Record<EndSignal, ExitCode>> = { SIGINT: 130, SIGTERM: 143 };

/** @param argv what follows the program's name. */
export async function main(
  argv: readonly string[],
  surroundings: Surroundings = surroundingsOfProcess(),
): Promise<ExitCode> {
  const controller = new AbortController();
  const session = openSession(surroundings, controller.signal);
  const stopListening = surroundings.onSignal((signal) => {
    session.causes.add(codesOfSignals[signal]);
    session.note('stopping at the next safe place; the same signal again ends at once');
    // Without a listener the next signal has its usual effect, even in the middle of a computation.
    stopListening();
    controller.abort();
  });
  const isDebug = argv.includes('--debug');
  try {
    const words = argvWithHelp(argv);
    await buildProgram(session, words).parseAsync(words, { from: 'user' });
  } catch (error) {
    tell(error, session, isDebug);
  }
  const code = await finish(session, { isDebug, isJson: argv.includes('--json') });
  stopListening();
  return code;
}

function openSession(surroundings: Surroundings, signal: AbortSignal): Session {
  const { stderr, stdout } = surroundings;
  // With standard error gone there is nobody left to tell.
  stderr.on('error', () => undefined);
  const session: Session = {
    surroundings,
    output: new TextOutput(stdout),
    note(line) {
      session.clearLine();
      stderr.write(`${printableText(line)}\n`);
    },
    clearLine: () => undefined,
    signal,
    causes: new Set(),
    summary: {},
    ifInterrupted: 'nothing was done',
    errors: [],
  };
  return session;
}

/** An interruption is told as such, whatever error it surfaced as. */
function tell(error: unknown, session: Session, isDebug: boolean): void {
  const { causes, errors, note, signal } = session;
  const { columns } = session.surroundings;
  if (signal.aborted && isInterruption(error)) {
    note(`interrupted; ${session.ifInterrupted}`);
    return;
  }
  const { code, told } = toldError(error);
  if (code !== undefined) causes.add(code);
  errors.push(...told);
  for (const line of errorLines(error, { columns, isDebug })) note(line);
}

function isInterruption(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** The last words: the summary line for programs, the exit code's meaning for people. */
async function finish(
  session: Session,
  { isDebug, isJson }: { isDebug: boolean; isJson: boolean },
): Promise<ExitCode> {
  const { causes, errors, note, output, summary } = session;
  try {
    if (isJson) await output.write(`${JSON.stringify(summaryLine(session))}\n`);
    await output.end();
  } catch (error) {
    tell(error, session, isDebug);
  }
  const code = exitCodeFromCauses(causes);
  const isSaid = errors.length > 0 || Object.keys(summary).length === 0;
  if (code !== 0 && !isSaid) {
    const abouts = presentCauses(session).map(({ about }) => about);
    note(`exit code ${code}: ${abouts.join('; ')}`);
  }
  return code;
}

function summaryLine(session: Session): object {
  const { causes, errors, summary } = session;
  return {
    type: 'summary',
    ...summary,
    errors,
    causes: presentCauses(session).map(({ code, name }) => ({ code, name })),
    exit_code: exitCodeFromCauses(causes),
  };
}

/** Why the exit code is not 0, by precedence. */
function presentCauses({ causes }: Session): readonly (typeof exitCodes)[number][] {
  return exitCodes.filter(({ code }) => code !== 0 && causes.has(code));
}
