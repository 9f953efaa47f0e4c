/** What stands below the options in a command's help: examples that run, and exit codes. */
import { exitCodes, type ExitCode } from '../../base/exit-codes.ts';

/** First what it is for, then the lines of the command. */
export type Example = readonly [string, ...string[]];

export function helpEnd({
  examples,
  codes,
}: {
  examples: readonly Example[];
  codes: readonly ExitCode[];
}): string {
  return ['', ...exampleLines(examples), '', ...codeLines(codes)].join('\n');
}

function exampleLines(examples: readonly Example[]): readonly string[] {
  const lines = examples.flatMap(([purpose, ...command], index) => [
    ...(index === 0 ? [] : ['']),
    `  ${purpose}`,
    ...command.map((line, row) => {
      const indent = row === 0 ? '    $ ' : '        ';
      return `${indent}${line}${row === command.length - 1 ? '' : ' \\'}`;
    }),
  ]);
  return ['Examples:', ...lines];
}

function codeLines(codes: readonly ExitCode[]): readonly string[] {
  const known = exitCodes
    .filter(({ code }) => codes.includes(code))
    .sort((a, b) => a.code - b.code)
    .map(({ code, about }) => `  ${String(code).padStart(3)}  ${about}`);
  return ['Exit codes:', ...known];
}
