/** `recount erase`: its page, and what runs it. */
import type { CommandPage } from '../command-page.ts';

export const erasePage: CommandPage = {
  name: 'erase',
  summary: 'forget visitors of a site, and rebuild the days they came on',
  about:
    'Forgets visitors: from now on their lines are left out of every day, and the days that can ' +
    'hold them are rebuilt from the raw logs; what is kept of those beside the live numbers is ' +
    'removed, and nothing made before can be published or undone to. The store keeps of the ' +
    'visitors nothing but hashes that nobody can try out without the key (--erase-key-file or ' +
    'RECOUNT_ERASE_KEY): keep it outside of the store, and as long as the store; every later ' +
    'rebuild of the site needs it. A day whose logs are gone is named with what remains. The raw ' +
    'logs are not touched, and neither is what a url or a title says. Stopped at any time, the ' +
    'same command finishes it.',
  examples: [
    ['A key, once for all sites and stores.', 'head -c 32 /dev/urandom | base64 > erase.key'],
    [
      'Which days can hold the visitor? Nothing is written.',
      'recount erase --archive fixtures/archive --site sport.example',
      '--zone Europe/Berlin --erase-key-file erase.key',
      "--visitor VISITOR --reason 'ticket 512'",
    ],
    [
      'Forget everybody on a list.',
      'recount erase --archive fixtures/archive --site sport.example',
      '--zone Europe/Berlin --erase-key-file erase.key',
      "--visitor-file visitors.txt --reason 'ticket 512' --apply",
    ],
  ],
  codes: [0, 1, 2, 4, 5, 6, 130, 143],
  async run(session, command) {
    const { runErase } = await import('../run-erase.ts');
    await runErase(session, command);
  },
};
