/** What a person does about an exit code, for the operator's manual: one row for each. */
import type { ExitCode } from '../../base/exit-codes.ts';

export const exitCodeRemedies: Readonly<Record<ExitCode, readonly string[]>> = {
  0: ['Nothing is to be done.'],
  1: [
    'Not for the next run to mend. The last lines of standard error name the object and what to ' +
      'do: a disk that is full, a file of the store that is damaged, a bug. Nothing half-written ' +
      'is ever live, so numbers stay as they were until it is put right; it can wait for the ' +
      'morning unless days are due.',
    'Run `recount store doctor`; where it is sound, run the command again with `--debug` and ' +
      'keep what it says.',
  ],
  2: [
    'The call or the configuration: somebody changed a flag, `recount.yaml`, a bucket, a ' +
      'credential. `recount config` shows every value and where it comes from. Nothing was read ' +
      'or written.',
  ],
  3: [
    'An audit, an `explain` or two stores that do not agree: numbers differ and nothing was ' +
      'changed. The report names the cause of each day. Missing or stale days: `recount repair` ' +
      'with the plan of the audit, without `--apply` first. Numbers that were changed by hand, ' +
      'or rows that do not add up: keep the report before anything is repaired.',
    'Of a `repair` or `rebuild`: what was published does not read as it was planned; look at the ' +
      'store with `recount store doctor --deep` before anything else.',
  ],
  4: [
    'Some of it was not done, and it is said what: logs that are missing, damaged, replaced or ' +
      'gone, days that are open, `--run-time` that was over. Days that could be done were done. ' +
      'Bring the logs and run the same command again; `recount archive check --deep` says ' +
      'whether they are whole.',
    'Only where the logs are lost for good: `--accept-incomplete` for the days named, with a ' +
      '`--reason`. Never for days that were published from more than is there now.',
  ],
  5: [
    'S3 or a store did not answer after all tries. Run the same command again when the service ' +
      'is well: it goes on with what is not done. With several stores it may be live in one of ' +
      'them and not yet in another; the same command finishes it, and `recount store status` ' +
      'with all stores says which days are concerned.',
  ],
  6: [
    'Another run published the same day meanwhile, and what it published stands. Mostly two runs ' +
      'did the same work. `recount runs list` says who it was; run the command again if its ' +
      'result is still wanted.',
  ],
  130: ['Stopped by hand. The same command goes on where it stopped.'],
  143: [
    'Stopped by the system: a time limit, a reboot, a pod that was moved. The same command goes ' +
      'on where it stopped. When it happens every night, give it more time, or `--run-time` a ' +
      'little less than the limit, so that it ends between two days.',
  ],
};
