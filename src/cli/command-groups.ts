/** What the commands that begin with one word have in common. */

export const commandGroups = {
  archive: {
    summary: 'look at the raw logs before any number is computed',
    about: 'Lists the raw logs, and checks whether they are whole enough to be counted.',
  },
  store: {
    summary: 'make a store, see what is in it, keep it in order',
    about:
      'Makes stores, shows what they hold day by day, finds what is wrong with them, and removes ' +
      'what is not kept.',
  },
  runs: {
    summary: 'see what was done, by whom and why, and undo it',
    about:
      'Every run that changes a store is recorded in it: who began it, why, from what, and what ' +
      'each day showed before and after. What a run published can be undone for a week at least.',
  },
} as const;

export type CommandGroup = keyof typeof commandGroups;
