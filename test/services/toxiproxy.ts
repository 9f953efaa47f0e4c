/** Toxiproxy: stands between a client and a server, and breaks the network as a test wants. */
import { join } from 'node:path';
import { digestOfGoProgram, installGoProgram } from './fetch-go.ts';
import { answersOn, freePorts, newDataFolder } from './loopback.ts';
import type { Service, StartedServer } from './service.ts';
import { startServer } from './server-process.ts';

const programName = 'toxiproxy-server';

export const toxiproxy: Service = {
  name: 'toxiproxy-2.5.0',
  needs: 'Go (the command go) and the Go module proxy',
  install: (folder) =>
    installGoProgram(folder, {
      source: 'github.com/Shopify/toxiproxy/v2/cmd/server@v2.5.0',
      name: programName,
    }),
  digestOf: (folder) => digestOfGoProgram(join(folder, programName)),
  digest: '21b7e13d83a9a1000ffd3bbe46208e1c437b381864ca8ad11b2aa6854dbf0997',
  start,
};

async function start(installed: string): Promise<StartedServer> {
  const [port = 0] = await freePorts(1);
  const folder = await newDataFolder('toxiproxy');
  const process = await startServer({
    command: join(installed, programName),
    args: ['-host', '127.0.0.1', '-port', String(port)],
    log: join(folder.path, 'log'),
    isReady: () => answersOn('127.0.0.1', port),
  });
  return {
    address: `127.0.0.1:${port}`,
    process,
    async stop() {
      await process.end();
      await folder.remove();
    },
  };
}

export type Toxic = {
  readonly type: 'latency' | 'bandwidth' | 'limit_data' | 'reset_peer' | 'timeout' | 'slow_close';
  readonly stream?: 'downstream' | 'upstream';
  readonly attributes: Readonly<Record<string, number>>;
};

/** One way to one server. */
export type Proxy = {
  /** `host:port` that clients are given instead of the server's. */
  readonly address: string;
  /** Takes the place of the toxics before; none = the network is well. */
  poison(...toxics: readonly Toxic[]): Promise<void>;
  /** Off: connections break, and new ones are refused. */
  turn(state: 'on' | 'off'): Promise<void>;
  remove(): Promise<void>;
};

/** @param control address of a toxiproxy; @param upstream `host:port` of the server behind. */
export async function newProxy(control: string, upstream: string): Promise<Proxy> {
  const [port = 0] = await freePorts(1);
  const address = `127.0.0.1:${port}`;
  const name = `proxy-${port}`;
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const text = body === undefined ? null : JSON.stringify(body);
    const response = await fetch(`http://${control}${path}`, { method, body: text });
    if (response.ok) return response.status === 204 ? undefined : response.json();
    throw new Error(`toxiproxy: ${method} ${path}: ${response.status} ${await response.text()}`);
  };
  await call('POST', '/proxies', { name, listen: address, upstream, enabled: true });
  return {
    address,
    async poison(...toxics) {
      const before = (await call('GET', `/proxies/${name}/toxics`)) as { name: string }[];
      for (const toxic of before) await call('DELETE', `/proxies/${name}/toxics/${toxic.name}`);
      for (const [index, { type, stream = 'downstream', attributes }] of toxics.entries()) {
        const toxic = { name: `toxic-${index}`, type, stream, toxicity: 1, attributes };
        await call('POST', `/proxies/${name}/toxics`, toxic);
      }
    },
    async turn(state) {
      await call('POST', `/proxies/${name}`, { enabled: state === 'on' });
    },
    async remove() {
      await call('DELETE', `/proxies/${name}`);
    },
  };
}
