/** A site's exclusion rules, applied to a line. */
import { BlockList, isIP } from 'node:net';
import { addAddressRange } from '../base/address-ranges.ts';
import { UsageError } from '../base/errors.ts';
import { erasedVisitorRule, erasureHash, type VisitorErasure } from '../model/erasure.ts';
import type { Exclusion, SiteRules } from '../model/rules.ts';
import { BoundedCache } from './bounded-cache.ts';
import type { LogLine } from './log-line.ts';
import { extraDataPath } from './own-rules.ts';
import { textFromValue } from './raw-values.ts';
import type { RequiredValues } from './event-values.ts';

/** @returns the name of the first rule that the line matches, in the order of the rules. */
export type ExclusionFinder = (line: LogLine, event: RequiredValues) => string | undefined;

type Test = (line: LogLine, event: RequiredValues) => boolean;

/**
 * The site's own rules come first, those of erased visitors last.
 * @throws UsageError if a range of addresses cannot be read.
 */
export function exclusionFinder(
  { site, exclusions }: Pick<SiteRules, 'site' | 'exclusions'>,
  erasure: VisitorErasure | undefined,
): ExclusionFinder {
  const rules = exclusions.map((rule) => ({ name: rule.name, matches: testOf(rule) }));
  if (erasure !== undefined && erasure.hashes.length > 0) {
    rules.push({ name: erasedVisitorRule, matches: erasedTest(site, erasure) });
  }
  return (line, event) => rules.find(({ matches }) => matches(line, event))?.name;
}

/** A visitor comes with many lines, and is hashed for the first of them. */
function erasedTest(site: string, { key, hashes }: VisitorErasure): Test {
  const erased = new Set(hashes);
  const visitors = new BoundedCache((visitor) => erased.has(erasureHash(key, { site, visitor })));
  return (_line, { visitor }) => visitors.valueOf(visitor);
}

function testOf(rule: Exclusion): Test {
  switch (rule.kind) {
    case 'ip': {
      const addresses = addressTest(rule.name, rule.ranges);
      return (line) => {
        const address = line.address();
        return typeof address === 'string' && addresses.valueOf(address);
      };
    }
    case 'extra_data': {
      const path = extraDataPath(rule.key);
      return (line, event) => textFromValue(line.field(path, event)) === rule.value;
    }
    case 'url_prefix':
      return (_line, { url }) => url.startsWith(rule.prefix);
  }
}

/** A text that is no address lies in no range; `::ffff:192.0.2.1` lies where `192.0.2.1` does. */
function addressTest(name: string, ranges: readonly string[]): BoundedCache<boolean> {
  const list = new BlockList();
  for (const range of ranges) {
    if (!addAddressRange(list, range)) throw noRange(name, range);
  }
  return new BoundedCache((address) => {
    const version = isIP(address);
    return version !== 0 && list.check(address, version === 4 ? 'ipv4' : 'ipv6');
  });
}

function noRange(name: string, range: string): UsageError {
  return new UsageError(`"${range}" of the exclusion ${name} is no range of IP addresses`, {
    hint: 'write it as in "192.0.2.0/24", "2001:db8::/32" or "192.0.2.1-192.0.2.9"',
  });
}
