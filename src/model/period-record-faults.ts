/**
 * Whether a stored period record can be true: the types of its fields, and what they say of each
 * other. Records come from files and tables that anybody may have changed.
 */
import { textFromPeriod } from './period.ts';
import type { PeriodKey } from './period.ts';
import type { GenerationEntry, PeriodRecord } from './period-record.ts';
import { grains } from './row.ts';

/** In words, ready to follow `the record`; none = it holds together. */
export function faultsOfPeriodRecord(record: PeriodRecord, key: PeriodKey): readonly string[] {
  const faults = faultsOfForm(record);
  // Of a record without form nothing more can be said.
  if (faults.length > 0) return faults;
  return [
    ...faultsOfPlace(record, key),
    ...faultsOfCounts(record),
    ...faultsOfPointer(record),
    ...faultsOfIds(record),
    ...record.generations.flatMap((entry) => faultsOfEntry(record, entry)),
  ];
}

type Form = 'text' | 'text or null' | 'number' | 'number or null' | 'list' | 'object';

const recordForm: Readonly<Partial<Record<keyof PeriodRecord, Form>>> = {
  site: 'text',
  day: 'number',
  version: 'number',
  epoch: 'number',
  live: 'text or null',
  liveBy: 'text or null',
  liveBefore: 'text or null',
  pinnedBy: 'text or null',
  barrier: 'number',
  generations: 'list',
  dropped: 'list',
  transitions: 'list',
};

const entryForm: Readonly<Partial<Record<keyof GenerationEntry, Form>>> = {
  generation: 'text',
  state: 'text',
  run: 'text',
  barrier: 'number',
  shards: 'number',
  renewedAt: 'number',
  retiredAt: 'number or null',
  grains: 'list',
  rows: 'object',
};

function faultsOfForm(record: PeriodRecord): readonly string[] {
  const faults = faultsOfFields(record, recordForm, 'has');
  if (faults.length > 0) return faults;
  return record.generations.flatMap((entry: unknown, index) =>
    isObject(entry)
      ? faultsOfFields(entry, entryForm, `has in generation ${String(index + 1)}`)
      : [`has a generation that is no object`],
  );
}

function faultsOfFields(
  value: object,
  form: Readonly<Record<string, Form>>,
  has: string,
): readonly string[] {
  return Object.entries(form)
    .filter(([name, wanted]) => !isOfForm((value as Record<string, unknown>)[name], wanted))
    .map(([name, wanted]) => `${has} no ${wanted} as ${name}`);
}

function isOfForm(value: unknown, form: Form): boolean {
  switch (form) {
    case 'text':
      return typeof value === 'string';
    case 'text or null':
      return value === null || typeof value === 'string';
    case 'number':
      return Number.isSafeInteger(value);
    case 'number or null':
      return value === null || Number.isSafeInteger(value);
    case 'list':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function faultsOfPlace(record: PeriodRecord, key: PeriodKey): readonly string[] {
  if (record.site === key.site && record.day === key.day) return [];
  return [`is that of ${textFromPeriod(record)}: it was copied or moved`];
}

function faultsOfCounts({ version, epoch, transitions }: PeriodRecord): readonly string[] {
  const faults: string[] = [];
  if (version < 1) faults.push(`has version ${String(version)}, and the first is 1`);
  if (epoch < 0 || epoch > version) {
    faults.push(`has epoch ${String(epoch)} at version ${String(version)}`);
  }
  const versions = transitions.map((made) => made.version);
  const isAscending = versions.every(
    (one, index) => index === 0 || one > (versions[index - 1] ?? 0),
  );
  if (!isAscending || (versions.at(-1) ?? 0) > version) {
    faults.push(`lists transitions out of order: ${versions.join(', ')}`);
  }
  return faults;
}

function faultsOfPointer({ live, liveBy, epoch, generations }: PeriodRecord): readonly string[] {
  if (live === null) return [];
  const faults: string[] = [];
  const entry = generations.find(({ generation }) => generation === live);
  if (entry === undefined) faults.push(`says that ${live} is live, and does not know it`);
  else if (entry.state !== 'kept') faults.push(`says that ${live} is live, which was never whole`);
  else if (entry.retiredAt !== null) faults.push(`says that ${live} is live, and that it is not`);
  if (liveBy === null || epoch === 0) faults.push(`does not say which run made ${live} live`);
  return faults;
}

function faultsOfIds({ generations, dropped }: PeriodRecord): readonly string[] {
  const ids = generations.map(({ generation }) => generation);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  const both = ids.filter((id) => dropped.includes(id));
  return [
    ...twice.map((id) => `lists ${id} twice`),
    ...both.map((id) => `says that ${id} is kept, and that it was dropped`),
  ];
}

function faultsOfEntry(record: PeriodRecord, entry: GenerationEntry): readonly string[] {
  const { generation, state } = entry;
  if (state !== 'intent' && state !== 'kept') {
    return [`has ${generation} in a state of its own: ${String(state)}`];
  }
  if (state === 'intent') {
    return entry.grains.length > 0 ? [`gives rows to ${generation}, which is not whole yet`] : [];
  }
  const faults: string[] = [];
  if (entry.pages === null) faults.push(`has no counts of the pages of ${generation}`);
  const uncounted = entry.grains.filter(
    (grain) => !grains.includes(grain) || entry.rows[grain] === undefined,
  );
  for (const grain of uncounted) faults.push(`has no counts of the ${grain} rows of ${generation}`);
  if (entry.retiredAt === null && generation !== record.live) {
    faults.push(`does not say since when ${generation} is not live`);
  }
  return faults;
}
