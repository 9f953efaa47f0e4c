/** How an audit reads its archive: the ports of a derivation, and what it watches on the way. */
import { assertThat } from '../base/assert.ts';
import type { AuditPorts } from './audit-types.ts';
import type { DerivePorts } from './derive-types.ts';
import type { AuditPeriod } from './period-audit.ts';

export function derivePorts(
  { archive, store, observer, spill, signal }: AuditPorts,
  own: DerivePorts['observer'] = {},
): DerivePorts {
  assertThat(archive !== undefined, 'only stored rows are audited without an archive');
  return { archive, stores: [store], spill, signal, observer: { ...observer, ...own } };
}

/** Says of an object whether it is, as it is listed now, new to any of the periods. */
export function newObjects(periods: readonly AuditPeriod[]): (object: string) => boolean {
  const watched = new Set<string>();
  for (const { audited, objects } of periods) {
    const input = audited.kind === 'live' ? audited.input : undefined;
    const known = new Map((input?.objects ?? []).map(({ key, identity }) => [key, identity]));
    for (const { key, identity } of objects) {
      if (known.get(key) !== identity) watched.add(key);
    }
  }
  return (object) => watched.has(object);
}
