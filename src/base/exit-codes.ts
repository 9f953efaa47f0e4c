/** The exit codes: what a cron job or a script can rely on. One table; help and manual print it. */

export type ExitCode = (typeof exitCodes)[number]['code'];

/** Highest precedence first: when several apply, the first of this list is the one returned. */
export const exitCodes = [
  {
    code: 130,
    name: 'interrupted',
    about: 'interrupted by Ctrl-C; run the command again to resume',
  },
  {
    code: 143,
    name: 'terminated',
    about: 'terminated by a signal; run the command again to resume',
  },
  { code: 2, name: 'usage', about: 'wrong usage or configuration, or a site that nothing knows' },
  { code: 6, name: 'conflict', about: 'another run published meanwhile; nothing of it was lost' },
  { code: 5, name: 'unavailable', about: 'a service could not be reached; trying again may help' },
  { code: 1, name: 'failed', about: 'failed; the message says what and what to do' },
  { code: 3, name: 'differences', about: 'differences found' },
  { code: 4, name: 'partial', about: 'an object or a period was skipped or refused' },
  { code: 0, name: 'done', about: 'done; nothing differs, nothing was skipped' },
] as const;

/** The one code to return where several causes are true. No cause at all is 0. */
export function exitCodeFromCauses(causes: Iterable<ExitCode>): ExitCode {
  const present = new Set(causes);
  return exitCodes.find(({ code }) => present.has(code))?.code ?? 0;
}
