/** The program: its commands, and what all of them have in common. */
import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { buildCommand } from './build-command.ts';
import { commandGroups, type CommandGroup } from './command-groups.ts';
import { commandPages } from './commands/all-commands.ts';
import { packageVersion } from './package-version.ts';
import type { Session } from './session.ts';
import { addGeneralOptions } from './table-options.ts';

export const programAbout =
  'Re-derives web-analytics history from archived raw logs, and keeps the numbers in a store ' +
  'that can be proven against them.';

const after = `
Every option that is no decision about a single run can also be set in the
environment (RECOUNT_ and its name, as in RECOUNT_STORE=./recount-store) and in
./recount.yaml; "recount config" shows each value and where it comes from.
"recount help rebuild" shows examples and exit codes.`;

/**
 * Help goes to `session.output`; nothing here loads a stage, an adapter or a job. A command that
 * no word of the command line names is made without its options, which take longer than the rest.
 */
export function buildProgram(session: Session, argv: readonly string[]): Command {
  const { columns, stderr } = session.surroundings;
  const program = new Command('recount')
    .description(programAbout)
    .version(packageVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .exitOverride()
    .configureHelp({
      showGlobalOptions: true,
      // Every command has options, so it need not say so.
      subcommandTerm: termOfCommand,
      styleTitle: (title) => (title === 'Global Options:' ? 'Of every command:' : title),
    })
    .configureOutput({
      writeOut: (text) => session.output.writeNow(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => columns,
      getErrHelpWidth: () => columns,
      // Told once, by main, in the form of every other error.
      outputError: () => undefined,
    })
    .addHelpText('after', after);
  addGeneralOptions(program);
  const groups = new Map<string, Command>();
  for (const page of commandPages) {
    const [name = '', second] = page.name.split(' ');
    const isNamed = argv.includes(name);
    const options = { pages: commandPages, isNamed };
    const command = buildCommand(page, options, session).copyInheritedSettings(program);
    if (second === undefined) program.addCommand(command);
    else {
      const group = groups.get(name) ?? buildGroup(name, program);
      groups.set(name, group);
      group.addCommand(command);
    }
  }
  return program;
}

function termOfCommand(command: CommandUnknownOpts): string {
  const words = command.registeredArguments.map((word) => {
    return word.required ? `<${word.name()}>` : `[${word.name()}]`;
  });
  return [command.name(), ...words].join(' ');
}

/** A word that stands before several commands and does nothing by itself but help. */
function buildGroup(name: string, program: Command): Command {
  const { summary, about } = commandGroups[name as CommandGroup];
  const group: Command = new Command(name)
    .summary(summary)
    .description(about)
    .usage('[command] [options]')
    .helpCommand('help [command]', 'print the help of a command')
    .copyInheritedSettings(program);
  program.addCommand(group);
  return group;
}

/** `help archive ls` as `archive ls --help`: commander knows help for one word only. */
export function argvWithHelp(argv: readonly string[]): readonly string[] {
  const [first, ...words] = argv;
  return first === 'help' && words.length > 1 ? [...words, '--help'] : argv;
}
