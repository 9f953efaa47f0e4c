/**
 * What a store shows of a period and by which evidence, for an audit: what is damaged is a value
 * here, so that one bad period hides none behind it.
 */
import { messageOfDamage } from '../base/errors.ts';
import type { InputSet } from '../model/input-set.ts';
import type { Manifest } from '../model/manifest.ts';
import type { GenerationEntry, PeriodRecord } from '../model/period-record.ts';
import { textFromPeriod, type GenerationKey, type PeriodKey } from '../model/period.ts';
import type { SiteRules } from '../model/rules.ts';
import type { Store } from '../store/store.ts';
import { contradictionsOf } from './examine-generation.ts';
import { readSoundRecord } from './records-of-store.ts';

export type AuditedStore =
  | { readonly kind: 'nothing'; readonly record: PeriodRecord | undefined }
  /** The record, or the manifest of what is live, cannot be read. */
  | {
      readonly kind: 'unreadable';
      readonly record: PeriodRecord | undefined;
      readonly message: string;
    }
  | LivePeriod;

export type LivePeriod = {
  readonly kind: 'live';
  readonly key: GenerationKey;
  readonly record: PeriodRecord;
  readonly entry: GenerationEntry;
  readonly manifest: Manifest;
  /** undefined = not to be read any more, which `damages` says. */
  readonly input: InputSet | undefined;
  readonly rules: SiteRules | undefined;
  /** Evidence that is missing or contradicts itself, in words. */
  readonly damages: readonly string[];
};

export async function readAuditedStore(
  store: Store,
  { site, day }: PeriodKey,
): Promise<AuditedStore> {
  let record: PeriodRecord | undefined;
  try {
    record = await readSoundRecord(store, { site, day });
    const entry = record?.generations.find(({ generation }) => generation === record?.live);
    if (record === undefined || record.live === null) return { kind: 'nothing', record };
    const key = { site, day, generation: record.live };
    const manifest = await store.readManifest(key);
    if (manifest !== undefined && entry !== undefined) {
      return await withEvidence(store, { key, record, entry, manifest });
    }
    const what = `${textFromPeriod(key)}, generation ${key.generation}`;
    return { kind: 'unreadable', record, message: `${what}: its manifest is missing` };
  } catch (error) {
    return { kind: 'unreadable', record, message: messageOfDamage(error) };
  }
}

async function withEvidence(
  store: Store,
  known: Pick<LivePeriod, 'key' | 'record' | 'entry' | 'manifest'>,
): Promise<LivePeriod> {
  const { key, entry, manifest } = known;
  const input = await orDamage(store.readInputSet(manifest.input), 'its list of objects');
  const rules = await orDamage(store.readRules(manifest.rules), 'its rules');
  const contradictions = contradictionsOf(manifest, key, entry);
  const damages = [
    ...[input, rules].flatMap((read) => (read.kind === 'damaged' ? [read.message] : [])),
    ...(contradictions.length > 0
      ? [`its manifest contradicts the record: ${contradictions.join(', ')}`]
      : []),
  ];
  return {
    kind: 'live',
    ...known,
    input: input.kind === 'read' ? input.value : undefined,
    rules: rules.kind === 'read' ? rules.value : undefined,
    damages,
  };
}

type Read<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'damaged'; readonly message: string };

async function orDamage<Value>(
  reading: Promise<Value | undefined>,
  what: string,
): Promise<Read<Value>> {
  try {
    const value = await reading;
    return value === undefined
      ? { kind: 'damaged', message: `${what} is missing` }
      : { kind: 'read', value };
  } catch (error) {
    return { kind: 'damaged', message: messageOfDamage(error) };
  }
}
