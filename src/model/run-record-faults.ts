/** Whether a stored run record has the form of one: anybody may have changed it. */
import type { RunRecord } from './run-record.ts';

type Form = (value: unknown) => boolean;

const isText: Form = (value) => typeof value === 'string';
const isTextOrNull: Form = (value) => value === null || isText(value);
const isObject: Form = (value) => typeof value === 'object' && value !== null;

const forms: Readonly<Partial<Record<keyof RunRecord, Form>>> = {
  run: isText,
  command: isText,
  options: isObject,
  who: isText,
  reason: isTextOrNull,
  startedAt: isText,
  finishedAt: isTextOrNull,
  version: isText,
  ledger: isObject,
  objects: Array.isArray,
  periods: Array.isArray,
};

/** Names of the fields that are missing or of another kind; none = it has the form of a run. */
export function faultsOfRunRecord(record: RunRecord): readonly string[] {
  const fields = record as unknown as Record<string, unknown>;
  return Object.entries(forms)
    .filter(([name, isRight]) => !isRight(fields[name]))
    .map(([name]) => name);
}
