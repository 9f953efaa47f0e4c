/** The kind of device behind a user agent, for lines that do not name it: ua-parser-js, cached. */
import { createRequire } from 'node:module';
import type UAParser from 'ua-parser-js';
import type { segments } from '../model/segments.ts';
import { BoundedCache } from './bounded-cache.ts';

export type Device = Extract<(typeof segments)[number], { name: 'device' }>['values'][number];

export type DeviceReader = (userAgent: unknown) => Device;

/** Systems of phones: an agent of theirs that names no kind of device is one (Opera Mini). */
const phoneSystems: ReadonlySet<string> = new Set(['Android', 'iOS', 'KAIOS', 'Windows Phone']);

const load = createRequire(import.meta.url);

/** Loaded for the first agent of a hit: it takes 27 ms of every thread (measured). */
let Parser: typeof UAParser | undefined;

export function createDeviceReader(): DeviceReader {
  const devices = new BoundedCache<Device>(deviceOfAgent);
  return (userAgent) => (typeof userAgent === 'string' ? devices.valueOf(userAgent) : 'other');
}

/** Televisions, consoles, watches and what cannot be told are `other`. */
function deviceOfAgent(userAgent: string): Device {
  Parser ??= load('ua-parser-js') as typeof UAParser;
  const parser = new Parser(userAgent);
  const { type } = parser.getDevice();
  if (type === 'mobile' || type === 'tablet') return type;
  const { name: system } = parser.getOS();
  if (type !== undefined || system === undefined) return 'other';
  return phoneSystems.has(system) ? 'mobile' : 'desktop';
}
