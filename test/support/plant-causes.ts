/** Breaks a world in exactly one way each: what an audit must find, and nothing else. */
import { textFromDay } from '../../src/base/calendar.ts';
import { canonicalJson, digestFromValue } from '../../src/base/canonical-json.ts';
import { recordIntent } from '../../src/model/period-transitions.ts';
import type { GenerationKey } from '../../src/model/period.ts';
import type { Grain } from '../../src/model/row.ts';
import { changePeriod } from '../../src/store/change-period.ts';
import { publishStaged, stageGeneration } from '../../src/store/publish-generation.ts';
import { plainParts, rowPartsFromPlain, collect, type PlainPart } from '../store/row-parts.ts';
import { firstDay, site, type AuditedWorld } from './audited-world.ts';
import { noPause } from './small-periods.ts';

/** An object of noon UTC, which only the windows of this day hold. */
export function noonObject(index: number): string {
  const [year, month, day] = textFromDay(firstDay + index).split('-');
  return `events/${year ?? ''}/${month ?? ''}/${day ?? ''}/16/part-0.gz`;
}

/** New events: those of another object under other ids, an hour of the same day. */
export function plantLateData(world: AuditedWorld, index: number): void {
  const lines = world.lines(noonObject(index)).map((line) => {
    const event = JSON.parse(line) as Record<string, unknown>;
    return JSON.stringify({ ...event, event_id: `late-${String(event['event_id'])}` });
  });
  world.write(noonObject(index).replace('part-0', 'late'), lines);
}

export function plantReplacedObject(world: AuditedWorld, index: number): void {
  const lines = world.lines(noonObject(index));
  world.write(noonObject(index), lines.slice(1));
}

export function plantVanishedObject(world: AuditedWorld, index: number): void {
  world.remove(noonObject(index));
}

/**
 * Before the first rebuild, which must then accept the day as incomplete.
 * @returns what puts the object into the archive.
 */
export function withholdObject(world: AuditedWorld, index: number): () => void {
  const key = noonObject(index);
  const lines = world.lines(key);
  world.remove(key);
  return () => {
    world.write(key, lines);
  };
}

/** One number of one url's day is raised by one where it is stored. */
export async function plantEditedRows(world: AuditedWorld, index: number): Promise<void> {
  const key = await liveKey(world, index);
  const parts = await plainParts(world.store.readRows(key, '1d', {}));
  await world.store.stageRows(key, '1d', rowPartsFromPlain(withOneMore(parts)));
}

/**
 * As a faulty program would have: wrong rows with a manifest that fits them.
 * @param isbot its version in the rules; the present one where it is left out.
 */
export async function plantUnexplained(
  world: AuditedWorld,
  index: number,
  isbot?: string,
): Promise<void> {
  const { store } = world;
  const old = await liveKey(world, index);
  await publishFaulty(world, index, {
    '1d': withOneMore(await plainParts(store.readRows(old, '1d', {}))),
    '5m': await plainParts(store.readRows(old, '5m', {})),
    ...(isbot !== undefined && { isbot }),
  });
}

/** The rows of another world, as if they had been made from the logs of this one. */
export async function plantRowsOf(
  other: AuditedWorld,
  world: AuditedWorld,
  index: number,
): Promise<void> {
  const key = await liveKey(other, index);
  await publishFaulty(world, index, {
    '1d': await plainParts(other.store.readRows(key, '1d', {})),
    '5m': await plainParts(other.store.readRows(key, '5m', {})),
  });
}

async function publishFaulty(
  world: AuditedWorld,
  index: number,
  { isbot, ...rows }: Record<Grain, PlainPart[]> & { readonly isbot?: string },
): Promise<void> {
  const { store } = world;
  const old = await liveKey(world, index);
  const key = { ...old, generation: `faulty-${String(index)}` };
  const pages = await collect(store.readPages(old));
  const manifest = await store.readManifest(old);
  if (manifest === undefined) throw new Error('the live generation has a manifest');
  const rules = await store.readRules(manifest.rules);
  if (rules === undefined) throw new Error('the live generation has rules');
  const libraries = { ...rules.libraries, ...(isbot !== undefined && { isbot }) };
  const ownRules = { ...rules, libraries };
  await store.writeRules(digestFromValue(ownRules), ownRules);
  const actor = { run: 'faulty', at: world.now };
  const intent = { generation: key.generation, barrier: 0, shards: 1 };
  const epoch = (await store.readPeriod(key))?.epoch ?? 0;
  await changePeriod(store, key, (record) => recordIntent(record, intent, actor), noPause);
  const derived = {
    grains: ['1d', '5m'] as const,
    rows: (grain: Grain) => rowPartsFromPlain(rows[grain]),
    pages: () => pages,
  };
  const staged = await stageGeneration(store, key, derived, (content) => ({
    ...manifest,
    ...content,
    generation: key.generation,
    run: 'faulty',
    rules: digestFromValue(ownRules),
  }));
  await publishStaged(store, staged, { epoch, actor }, noPause);
}

/** The first url's first cell is one more. */
function withOneMore(parts: readonly PlainPart[]): PlainPart[] {
  const at = parts.findIndex(({ url }) => url !== null);
  return parts.map((part, place) => {
    if (place !== at) return part;
    const cells = part.cells.map(([key, value, sketch], cell) => {
      const more = cell === 0 ? value + 1 : value;
      return sketch === undefined ? ([key, more] as const) : ([key, more, sketch] as const);
    });
    return { ...part, cells };
  });
}

export async function liveKey(world: AuditedWorld, index: number): Promise<GenerationKey> {
  const period = { site, day: firstDay + index };
  const live = (await world.store.readPeriod(period))?.live ?? null;
  if (live === null) throw new Error(`nothing is live: ${canonicalJson(period)}`);
  return { ...period, generation: live };
}
