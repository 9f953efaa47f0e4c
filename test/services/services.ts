/** The servers that tests can have. */
import { cassandra } from './cassandra.ts';
import { elasticsearch } from './elasticsearch.ts';
import type { Service } from './service.ts';
import { toxiproxy } from './toxiproxy.ts';
import { versitygw } from './versitygw.ts';

export const services = { cassandra, elasticsearch, toxiproxy, versitygw } satisfies Record<
  string,
  Service
>;
export type ServiceName = keyof typeof services;

export function isServiceName(name: string): name is ServiceName {
  return Object.hasOwn(services, name);
}
