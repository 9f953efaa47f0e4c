/** `recount config`: its page, and what runs it. */
import type { CommandPage } from '../command-page.ts';

export const configPage: CommandPage = {
  name: 'config',
  summary: 'show every setting and where it comes from, and check the file',
  about:
    'Shows the value of every setting and where it comes from (a flag, a variable of the ' +
    'environment, a line of the configuration file, or the default), then each site with its ' +
    'own values, segments and exclusions. It reads nothing but the file; where that is wrong, ' +
    'it says all that is wrong, with line and key.',
  examples: [
    ['Is the file right, and what does it say?', 'recount config --config fixtures/recount.yaml'],
    ['The schema, for an editor.', 'recount config --schema'],
  ],
  codes: [0, 1, 2, 130, 143],
  async run(session, command) {
    const { runConfig } = await import('../run-config.ts');
    await runConfig(session, command);
  },
};
