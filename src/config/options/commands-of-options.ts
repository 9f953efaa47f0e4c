/** Which commands share options: the lists that the tables of options name. */

/** Derive numbers, and therefore leave out who was erased. */
export const derivers = ['rebuild', 'audit', 'repair', 'rollup', 'explain', 'erase'] as const;

/** Derive whole days; `explain` looks at every line itself. */
export const archiveDerivers = ['rebuild', 'audit', 'repair', 'rollup', 'erase'] as const;

/** Read the raw logs. */
export const archiveReaders = [
  'rebuild',
  'audit',
  'repair',
  'rollup',
  'explain',
  'erase',
  'archive ls',
  'archive check',
] as const;

/** Change a store, and do so with --apply only. */
export const storeWriters = ['erase', 'store gc', 'store unpin', 'runs undo'] as const;

/** Open stores. */
export const storeUsers = [
  'rebuild',
  'audit',
  'repair',
  'rollup',
  'export',
  'query',
  'explain',
  'erase',
  'store init',
  'store status',
  'store doctor',
  'store gc',
  'store unpin',
  'runs list',
  'runs show',
  'runs undo',
] as const;

/** Hold rows in memory. */
export const rowReaders = [
  'rebuild',
  'audit',
  'repair',
  'rollup',
  'export',
  'query',
  'explain',
  'erase',
  'store doctor',
  'runs undo',
] as const;

/** Are about some sites, or all. */
export const ofSites = [
  'rebuild',
  'audit',
  'repair',
  'rollup',
  'export',
  'query',
  'explain',
  'erase',
  'store status',
  'store doctor',
  'store unpin',
  'runs list',
] as const;

/** Are about some days, or all. */
export const ofDays = [
  'rebuild',
  'audit',
  'export',
  'query',
  'archive ls',
  'archive check',
  'store status',
  'store unpin',
] as const;
