/**
 * Lends servers to test files. Those run in processes of their own and ask over HTTP, so that a
 * server starts with the first file that needs it, is the same for all, and none starts for nobody.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { newServicePool, type Answer, type ServicePool } from './service-pool.ts';
import { isServiceName } from './services.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where test files ask for servers. */
    readonly services: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const pool = newServicePool((line) => process.stderr.write(`\n${line}\n\n`));
  const lender = createServer((request, response) => {
    void answer(pool, request.url ?? '').then((found) => response.end(JSON.stringify(found)));
  });
  await new Promise<void>((resolve) => lender.listen(0, '127.0.0.1', resolve));
  project.provide('services', `http://127.0.0.1:${(lender.address() as AddressInfo).port}`);
  return async () => {
    lender.closeAllConnections();
    lender.close();
    await pool.stop();
  };
}

async function answer(pool: ServicePool, path: string): Promise<Answer> {
  const [, what = '', name = ''] = path.split('/');
  if (!isServiceName(name)) return { kind: 'missing', text: `no service is called ${name}` };
  return what === 'installed' ? pool.installed(name) : pool.shared(name);
}
