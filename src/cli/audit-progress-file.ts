/** The file in which an audit keeps what it found, so that the same command goes on from there. */
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { SystemError, systemErrorCode, UsageError } from '../base/errors.ts';
import type { AuditProgress, PeriodAudit } from '../jobs/audit-types.ts';

export type ProgressFile = AuditProgress & {
  /** At the end of a whole audit: the next one begins anew. */
  remove(): void;
};

/**
 * @param digest of everything that decides what an audit finds.
 * @throws UsageError where the file is of an audit under another configuration.
 */
export function openProgressFile(path: string, digest: string): ProgressFile {
  const done = existsSync(path) ? readDone(path, digest) : [];
  const head = `${JSON.stringify({ type: 'audit_progress', schema: 1, digest })}\n`;
  const known = done.map((period) => `${JSON.stringify(period)}\n`);
  // Written anew: a line that a killed process left in the middle would spoil the next one.
  attempt(path, () => writeFileSync(path, head + known.join('')));
  return {
    done,
    async add(period) {
      attempt(path, () => appendFileSync(path, `${JSON.stringify(period)}\n`));
    },
    remove: () => attempt(path, () => rmSync(path, { force: true })),
  };
}

function readDone(path: string, digest: string): readonly PeriodAudit[] {
  const [head, ...lines] = attempt(path, () => readFileSync(path, 'utf8')).split('\n');
  const about = jsonOf(head) as { type?: unknown; digest?: unknown } | undefined;
  if (about?.type !== 'audit_progress') {
    throw new UsageError(`--resume ${path} is not the file of an audit`, {
      hint: 'name a file that is not there yet; nothing in this one was changed',
    });
  }
  if (about.digest !== digest) {
    throw new UsageError(`--resume ${path} is of an audit under another configuration`, {
      hint: 'other days, rules, logs, store, level or version: remove it to begin anew',
    });
  }
  return lines.flatMap((line) => (jsonOf(line) as PeriodAudit | undefined) ?? []);
}

function jsonOf(line: string | undefined): unknown {
  try {
    return JSON.parse(line ?? '');
  } catch {
    // The last line of a process that was killed: that day is done again.
    return undefined;
  }
}

function attempt<Result>(path: string, action: () => Result): Result {
  try {
    return action();
  } catch (cause) {
    throw new SystemError(`--resume ${path}: ${systemErrorCode(cause) ?? 'cannot be used'}`, {
      hint: 'see that its folder is there, may be written to and has room',
      cause,
    });
  }
}
