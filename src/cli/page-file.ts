/** Writes the HTML page of `--report`, whole or not at all. */
import { auditPage } from '../report/html/audit-page.ts';
import type { AuditPage, PageStep } from '../report/html/audit-page-types.ts';
import type { PageMaking } from '../report/html/page-from-audit.ts';
import { WholeFile } from './whole-file.ts';

type PageIdentity = {
  /** Makes the temporary name unlike others. */
  readonly id: string;
  readonly version: string;
  /** Epoch seconds. */
  readonly now: number;
};

/** Opened before any work, so that a path that cannot be written is told at once. */
export class PageFile {
  readonly #file: WholeFile;
  readonly #identity: PageIdentity;

  constructor(path: string, identity: PageIdentity) {
    this.#file = new WholeFile({ path, flag: '--report', id: identity.id });
    this.#identity = identity;
  }

  making(steps: readonly PageStep[]): PageMaking {
    const { version, now } = this.#identity;
    return { version, steps, madeAt: new Date(now * 1000).toISOString() };
  }

  write(page: AuditPage): void {
    for (const piece of auditPage(page)) this.#file.write(piece);
    this.#file.keep();
  }

  /** Leaves nothing behind, unless it was written. */
  discard(): void {
    this.#file.discard();
  }
}
