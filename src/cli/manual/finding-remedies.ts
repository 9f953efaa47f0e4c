/** What a person does about what `store doctor` finds, for the operator's manual: one row each. */
import type { FindingKind } from '../../model/store-finding.ts';

const fromLogs =
  'Where the logs are still there, `recount rebuild` `--force` `--apply` of the day makes it anew.';

export const findingRemedies: Readonly<Record<FindingKind, readonly string[]>> = {
  storage: [
    'Of a folder: a file that is damaged, missing, or not writable by the user that rebuilds. ' +
      'Put it back from a backup; permissions are for whoever set them. A file that does not ' +
      'belong there is left alone.',
    'Of a service: nodes that are away, too few copies, versions that are not tested, tables or ' +
      'fields that are not as they were made. A copy too few is for today, a node that is away ' +
      'for now: until it is back every change needs all other copies.',
  ],
  site: [
    'Its record holds erasures and changes of zone. Put it back from a backup: without it an ' +
      'erased visitor could come back with the next rebuild, so do not rebuild the site before.',
  ],
  record: [
    'It says what is live. In a folder, older versions stand beside it and are not used by ' +
      `themselves. Put it back from a backup. ${fromLogs}`,
  ],
  manifest: [
    `It says what rows were made of. ${fromLogs} Where they are gone, put it back from a backup.`,
  ],
  rows: [
    'They are not what was written: a disk or a server that loses data. Look at the other days ' +
      `with \`--deep\` before anything is repaired. ${fromLogs}`,
  ],
  input: [`The evidence of a day, not its numbers: queries go on. ${fromLogs}`],
  rules: [
    'Without them an audit cannot recount the day under its own rules. Put them back from a ' +
      `backup. ${fromLogs}`,
  ],
  barrier: [
    'An erasure or a change of zone was begun and is not finished. Run the command again that ' +
      'began it: `recount runs list` shows it.',
  ],
  run: ['What that run did can no longer be told or undone. Numbers are not concerned.'],
  garbage: [
    'Killed runs and replaced generations take room. `recount store gc`, and with `--apply`; it ' +
      'can run beside everything else.',
  ],
  clock: [
    'A machine that writes has a wrong clock: ages of a day and a week are reckoned by it. Put ' +
      'its clock right before `recount store gc` runs again.',
  ],
};
