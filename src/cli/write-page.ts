/** Writes the HTML page of `--report`, whole or not at all. */
import { auditPage } from '../report/html/audit-page.ts';
import type { AuditPage } from '../report/html/audit-page-types.ts';
import { WholeFile } from './whole-file.ts';

/** Opened before any work, so that a path that cannot be written is told at once. */
export class PageFile {
  readonly #file: WholeFile;

  /** @param id makes the temporary name unlike others. */
  constructor(path: string, id: string) {
    this.#file = new WholeFile({ path, flag: '--report', id });
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
