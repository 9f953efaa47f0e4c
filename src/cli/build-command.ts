/** A command from its page: what it takes, what its help says, and what runs it. */
import { Argument, Command } from '@commander-js/extra-typings';
import { codesInOrder, typedLines, type CommandPage } from './command-page.ts';
import type { Session } from './session.ts';
import { addTableOptions } from './table-options.ts';

type CommandOptions = {
  /** All commands of the program. */
  readonly pages: readonly CommandPage[];
  /** Whether it can be meant; else only its name and summary are of use, and it has no options. */
  readonly isNamed: boolean;
};

export function buildCommand(
  page: CommandPage,
  { pages, isNamed }: CommandOptions,
  session: Session,
): Command {
  const { name, summary, about, argument, run } = page;
  const command: Command = new Command(name.split(' ').at(-1))
    .summary(summary)
    .description(about)
    .usage(argument === undefined ? '[options]' : `[options] <${argument.name}>`)
    .addHelpText('after', helpEnd(page));
  if (isNamed) addTableOptions(command, name);
  if (argument === undefined)
    return command.action(() => {
      return run(session, command, { argument: '', pages });
    });
  const words = new Argument(`<${argument.name}>`, argument.about);
  if (argument.choices !== undefined) words.choices(argument.choices);
  command.addArgument(words).action((word) => {
    return run(session, command, { argument: String(word), pages });
  });
  return command;
}

/** What stands below the options: examples that run, and exit codes. */
function helpEnd({ examples, codes }: CommandPage): string {
  const exampleLines = examples.flatMap(([purpose, ...lines], index) => [
    ...(index === 0 ? [] : ['']),
    `  ${purpose}`,
    ...typedLines(lines).map((line) => `    ${line}`),
  ]);
  const codeLines = codesInOrder(codes).map(({ code, about }) => {
    return `  ${String(code).padStart(3)}  ${about}`;
  });
  return ['', 'Examples:', ...exampleLines, '', 'Exit codes:', ...codeLines].join('\n');
}
