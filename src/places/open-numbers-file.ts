/** Opens numbers that are in a file; what reads it is loaded when needed. */
import type { ForeignNumbers } from '../model/foreign-numbers.ts';
import type { ForeignFileOptions } from '../store/foreign/open-foreign-file.ts';

/**
 * Numbers that recount did not write: rows as `recount export` writes them, or a table in CSV.
 * @throws DataError that names file and line where it cannot be read.
 */
export async function openNumbersFile(options: ForeignFileOptions): Promise<ForeignNumbers> {
  const { openForeignFile } = await import('../store/foreign/open-foreign-file.ts');
  return openForeignFile(options);
}
