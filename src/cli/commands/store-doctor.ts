/** `recount store doctor`: its page, and what runs it. */
import type { CommandPage } from '../command-page.ts';

export const storeDoctorPage: CommandPage = {
  name: 'store doctor',
  summary: 'find what is wrong with a store, and what to do about it',
  about:
    'Looks at files, permissions, records, manifests and what they name, and says of everything ' +
    'that is wrong what to do. With --deep it reads all rows and compares them with their ' +
    'checksums. It writes nothing. Exit code 1: something is lost or will fail (faults); 4: only ' +
    'things that do no harm where they are (notices).',
  examples: [
    ['Without reading rows.', 'recount store doctor'],
    ['All rows of one site, too.', 'recount store doctor --site news.example --deep'],
  ],
  codes: [0, 1, 2, 4, 5, 130, 143],
  async run(session, command) {
    const { runStoreDoctor } = await import('../run-store-doctor.ts');
    await runStoreDoctor(session, command);
  },
};
