/** Period and site records from the JSON that stores which are services keep of them. */
import { DataError } from '../base/errors.ts';

/** @throws DataError where it is no record of this schema. */
export function recordFromText<Record extends { readonly schema: number }>(
  text: string,
  { schema, name }: { readonly schema: number; readonly name: string },
): Record {
  let record: Record;
  try {
    record = JSON.parse(text) as Record;
  } catch (cause) {
    throw new DataError(`the record of ${name} is damaged: it is no JSON`, {
      hint: 'restore it from a backup of the store',
      cause,
    });
  }
  if (record.schema === schema) return record;
  throw new DataError(
    `the record of ${name}: schema ${schema} is expected, found ${JSON.stringify(record.schema)}`,
    { hint: 'it was written by another version of recount: use that one' },
  );
}
