/** Looks at the indices of a store and the cluster that they lie in. Writes nothing. */
import type { estypes } from '@elastic/elasticsearch';
import { RecountError } from '../../base/errors.ts';
import { indexName, readTemplate, templateName } from './elasticsearch-schema.ts';
import type { Faults, Inspection } from './inspection.ts';
import { lookAtCluster } from './inspect-cluster.ts';
import { lookAtContents } from './inspect-contents.ts';
import type { ElasticsearchSession } from './elasticsearch-session.ts';
import { datedIndices, fieldTypes, fixedIndices, mappingOf } from './index-mappings.ts';
import type { DatedIndex, FixedIndex } from './index-mappings.ts';
import { storedIndices } from './stored-groups.ts';

/** Each look alone: one that fails does not hide what the others see. */
export async function* inspectElasticsearch(
  session: ElasticsearchSession,
  inspection: Inspection,
): Faults {
  const looks = [lookAtTemplates, lookAtMappings, ...lookAtContents, ...lookAtCluster];
  for (const look of looks) {
    try {
      yield* look(session, inspection);
    } catch (error) {
      if (!(error instanceof RecountError)) throw error;
      const { message, hint = 'see what it names' } = error;
      yield { level: 'notice', message: `could not be looked at: ${message}`, remedy: hint };
    }
  }
}

async function* lookAtTemplates(session: ElasticsearchSession): Faults {
  for (const name of datedIndices) {
    const template = await readTemplate(session, name);
    const subject = `the index template ${templateName(session, name)}`;
    if (template === undefined) {
      const message = `${subject} is missing: nothing can be staged`;
      yield { level: 'fault', message, remedy: initRemedy(session) };
    } else {
      yield* driftOf(session, { subject, name, mapping: template.mappings });
    }
  }
}

async function* lookAtMappings(session: ElasticsearchSession): Faults {
  const kinds = new Map<string, FixedIndex | DatedIndex>();
  for (const name of fixedIndices) kinds.set(indexName(session, name), name);
  for (const { index, name } of await storedIndices(session)) kinds.set(index, name.kind);
  for (const [index, name] of kinds) {
    const mapping = await readMapping(session, index);
    const subject = `the index ${index}`;
    if (mapping === undefined) {
      const message = `${subject} is missing: what was in it is lost`;
      yield { level: 'fault', message, remedy: 'restore it from a snapshot' };
    } else {
      yield* driftOf(session, { subject, name, mapping });
    }
  }
}

async function readMapping(
  session: ElasticsearchSession,
  index: string,
): Promise<estypes.MappingTypeMapping | undefined> {
  const answer = await session.ask('reading a mapping', (client) =>
    client.indices.getMapping({ index, ignore_unavailable: true }),
  );
  return answer[index]?.mappings;
}

type Mapped = {
  readonly subject: string;
  readonly name: FixedIndex | DatedIndex;
  readonly mapping: estypes.MappingTypeMapping | undefined;
};

async function* driftOf(session: ElasticsearchSession, { subject, name, mapping }: Mapped): Faults {
  const found = fieldTypes(mapping);
  const missing: string[] = [];
  const expanded = fieldTypes(mappingOf(name));
  for (const [field, type] of expanded) {
    const other = found.get(field);
    if (other === undefined) missing.push(field);
    else if (other !== type) {
      const message = `${subject} has ${field} as ${other}, not as ${type}`;
      yield { level: 'fault', message, remedy: 'make a new store, and rebuild what is in it' };
    }
  }
  if (missing.length > 0) {
    const [first = ''] = missing;
    const more = missing.length === 1 ? '' : ` and ${missing.length - 1} more`;
    const message = `${subject} lacks the field ${first}${more}: rows that have it are refused`;
    yield { level: 'notice', message, remedy: initRemedy(session) };
  }
  if (mapping !== undefined && String(mapping.dynamic) !== 'strict') {
    const message = `${subject} takes fields that nobody has named (dynamic is not strict)`;
    yield { level: 'notice', message, remedy: initRemedy(session) };
  }
}

function initRemedy({ location }: ElasticsearchSession): string {
  return `recount store init --store ${location} puts it right`;
}
