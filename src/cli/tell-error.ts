/** How an error reaches a person: what failed, what to do, and for programs a line of JSON. */
import { inspect } from 'node:util';
import { CommanderError } from '@commander-js/extra-typings';
import { RecountError } from '../base/errors.ts';
import type { ExitCode } from '../base/exit-codes.ts';
import { OptionFaults } from '../config/option-faults.ts';
import { wrappedHint } from '../report/text-lines.ts';

export type ToldError = {
  /** Undefined where nothing went wrong: help or the version was asked for. */
  readonly code: ExitCode | undefined;
  readonly told: readonly { readonly message: string; readonly hint: string | undefined }[];
};

export function toldError(error: unknown): ToldError {
  if (error instanceof CommanderError) return toldCommanderError(error);
  if (error instanceof OptionFaults) return { code: error.exitCode, told: error.faults };
  if (error instanceof RecountError) {
    return { code: error.exitCode, told: [{ message: error.message, hint: error.hint }] };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 1,
    told: [
      {
        message: `unexpected: ${message}`,
        hint: 'this is a bug of recount; please report it with what --debug adds',
      },
    ],
  };
}

function toldCommanderError({ code, exitCode, message }: CommanderError): ToldError {
  if (exitCode === 0) return { code: undefined, told: [] };
  // Without any command the help was shown, which says everything.
  if (code === 'commander.help') return { code: 2, told: [] };
  const [first = '', ...rest] = message.replace(/^error: /, '').split('\n');
  const near = /Did you mean (?:one of )?(.*)\?/.exec(rest.join(' '))?.[1];
  const hint =
    near === undefined ? 'recount help COMMAND explains its options' : `did you mean ${near}?`;
  return { code: 2, told: [{ message: first, hint }] };
}

export type ErrorLayout = {
  readonly columns: number;
  /** Adds stack and causes. */
  readonly isDebug: boolean;
};

/** Lines for standard error. */
export function errorLines(error: unknown, { columns, isDebug }: ErrorLayout): readonly string[] {
  const lines = toldError(error).told.flatMap(({ message, hint }) => [
    `error: ${message}`,
    ...(hint === undefined ? [] : hintLines(hint, columns)),
  ]);
  return isDebug && lines.length > 0 ? [...lines, ...inspect(error).split('\n')] : lines;
}

/** A hint of several lines has some to copy: they stay as they are. */
function hintLines(hint: string, columns: number): readonly string[] {
  const text = `hint: ${hint}`;
  if (text.includes('\n')) return text.split('\n');
  return wrappedHint(text, { indent: '', hanging: '  ', columns });
}
