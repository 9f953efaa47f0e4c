/**
 * What there is to know about a command: the command itself, its help, its man page and its
 * completion are made from this and from the table of options.
 */
import type { Command } from '@commander-js/extra-typings';
import { exitCodes, type ExitCode } from '../base/exit-codes.ts';
import type { CommandName } from '../config/option.ts';
import type { Session } from './session.ts';

/** First what it is for, then the lines of the command. */
export type Example = readonly [string, ...string[]];

export type CommandArgument = {
  readonly name: string;
  /** Where only some words are possible. */
  readonly choices?: readonly string[];
  readonly about: string;
};

export type CommandPage = {
  readonly name: CommandName;
  /** A phrase for the list of commands. */
  readonly summary: string;
  readonly about: string;
  readonly argument?: CommandArgument;
  readonly examples: readonly Example[];
  readonly codes: readonly ExitCode[];
  /** Loads what it needs when it is called, so that help comes at once. */
  readonly run: (session: Session, command: Command, call: CommandCall) => Promise<void>;
};

export type CommandCall = {
  /** Empty where the command takes none. */
  readonly argument: string;
  /** All commands, for those that are about commands. */
  readonly pages: readonly CommandPage[];
};

/** The lines of an example as a person would type them. */
export function typedLines(lines: readonly string[]): readonly string[] {
  return lines.map((line, row) => {
    return `${row === 0 ? '$ ' : '    '}${line}${row === lines.length - 1 ? '' : ' \\'}`;
  });
}

/** Ascending by number; the table itself is in order of precedence. */
export function codesInOrder(codes: readonly ExitCode[]): readonly (typeof exitCodes)[number][] {
  return exitCodes.filter(({ code }) => codes.includes(code)).sort((a, b) => a.code - b.code);
}
