/** The kind of device behind a user agent, for lines that do not name it: ua-parser-js, cached. */
import UAParser from 'ua-parser-js';
import type { segments } from '../model/segments.ts';
import { BoundedCache } from './bounded-cache.ts';

export type Device = Extract<(typeof segments)[number], { name: 'device' }>['values'][number];

export type DeviceReader = (userAgent: unknown) => Device;

/** Systems of phones: an agent of theirs that names no kind of device is one (Opera Mini). */
const phoneSystems: ReadonlySet<string> = new Set(['Android', 'iOS', 'KAIOS', 'Windows Phone']);

export function createDeviceReader(): DeviceReader {
  const devices = new BoundedCache<Device>(deviceOfAgent);
  return (userAgent) => (typeof userAgent === 'string' ? devices.valueOf(userAgent) : 'other');
}

/** Televisions, consoles, watches and what cannot be told are `other`. */
function deviceOfAgent(userAgent: string): Device {
  const parser = new UAParser(userAgent);
  const { type } = parser.getDevice();
  if (type === 'mobile' || type === 'tablet') return type;
  const { name: system } = parser.getOS();
  if (type !== undefined || system === undefined) return 'other';
  return phoneSystems.has(system) ? 'mobile' : 'desktop';
}
