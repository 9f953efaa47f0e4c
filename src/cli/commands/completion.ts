/** `recount completion`: its page, and what runs it. */
import type { CommandPage } from '../command-page.ts';
import { shells, type Shell } from '../shells.ts';

export const completionPage: CommandPage = {
  name: 'completion',
  summary: 'print the completion of a shell',
  about:
    'Prints a script with which a shell completes the commands of recount, their options, and ' +
    'the values of options that have a few.',
  argument: { name: 'shell', choices: shells, about: 'the shell that is to read it' },
  examples: [
    ['For bash, in ~/.bashrc.', 'source <(recount completion bash)'],
    ['For zsh, in ~/.zshrc.', 'source <(recount completion zsh)'],
    ['For fish, in ~/.config/fish/config.fish.', 'recount completion fish | source'],
  ],
  codes: [0, 1, 2, 130, 143],
  async run(session, _command, { argument, pages }) {
    const { runCompletion } = await import('../run-completion.ts');
    await runCompletion(session, { shell: argument as Shell, pages });
  },
};
