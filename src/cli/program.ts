/** The program: its commands, and what all of them have in common. */
import { Command } from '@commander-js/extra-typings';
import { buildCommand } from './build-command.ts';
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

/** Help goes to `session.output`; nothing here loads a stage, an adapter or a job. */
export function buildProgram(session: Session): Command {
  const { columns, stderr } = session.surroundings;
  const program = new Command('recount')
    .description(programAbout)
    .version(packageVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .exitOverride()
    .configureHelp({
      showGlobalOptions: true,
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
  for (const page of commandPages) {
    program.addCommand(buildCommand(page, commandPages, session).copyInheritedSettings(program));
  }
  return program;
}
