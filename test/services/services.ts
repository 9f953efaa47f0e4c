/** The servers that tests can have. */
import { cassandra, cassandra41 } from './cassandra.ts';
import { elasticsearch } from './elasticsearch.ts';
import type { Service } from './service.ts';
import { toxiproxy } from './toxiproxy.ts';
import { versitygw } from './versitygw.ts';

export const services = {
  cassandra,
  cassandra41,
  elasticsearch,
  toxiproxy,
  versitygw,
} satisfies Record<string, Service>;
export type ServiceName = keyof typeof services;

export function isServiceName(name: string): name is ServiceName {
  return Object.hasOwn(services, name);
}
