/** Ranges of IP addresses as people write them. */
import { BlockList, isIP } from 'node:net';

/**
 * Adds `192.0.2.0/24`, `2001:db8::/32`, `192.0.2.1` or `192.0.2.1-192.0.2.9` to a list.
 * @returns false where the text is no range of addresses; the list is then as it was.
 */
export function addAddressRange(list: BlockList, range: string): boolean {
  const [, first = '', separator, second = ''] = /^([^/-]+)(?:([/-])(.+))?$/.exec(range) ?? [];
  const type = isIP(first) === 4 ? 'ipv4' : 'ipv6';
  try {
    if (separator === '/' && /^\d+$/.test(second)) list.addSubnet(first, Number(second), type);
    else if (separator === '-') list.addRange(first, second, type);
    else list.addAddress(separator === undefined ? first : range, type);
    return true;
  } catch {
    // BlockList takes nothing but addresses, and says so in terms of its own parameters.
    return false;
  }
}

export function isAddressRange(range: string): boolean {
  return addAddressRange(new BlockList(), range);
}
