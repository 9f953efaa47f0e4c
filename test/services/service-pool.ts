/** The servers of one run: fetched and started when first asked for, shared, ended together. */
import { installService } from './install-service.ts';
import type { StartedServer } from './service.ts';
import { services, type ServiceName } from './services.ts';

/** `text`: an address or a folder; or why it cannot be had, and what to do. */
export type Answer = { readonly kind: 'had' | 'missing'; readonly text: string };

export type ServicePool = {
  /** The folder of a fetched server, for tests that start one of their own. */
  installed(name: ServiceName): Promise<Answer>;
  /** `host:port` of the server that all tests share. */
  shared(name: ServiceName): Promise<Answer>;
  /** Ends exactly what was started here. */
  stop(): Promise<void>;
};

/** @param note is given a line for a person. */
export function newServicePool(note: (line: string) => void): ServicePool {
  const folders = new Map<ServiceName, Promise<Answer>>();
  const addresses = new Map<ServiceName, Promise<Answer>>();
  const servers: StartedServer[] = [];

  const installed = (name: ServiceName): Promise<Answer> =>
    once(folders, name, () =>
      answerFrom(name, note, async () => installService(services[name], note)),
    );

  const start = async (name: ServiceName): Promise<Answer> => {
    const folder = await installed(name);
    if (folder.kind === 'missing') return folder;
    return answerFrom(name, note, async () => {
      const server = await services[name].start(folder.text);
      servers.push(server);
      return server.address;
    });
  };

  return {
    installed,
    shared: (name) => once(addresses, name, () => start(name)),
    async stop() {
      await Promise.allSettled(addresses.values());
      for (const server of servers.splice(0)) await server.stop();
    },
  };
}

function once<Key, Value>(made: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = made.get(key) ?? make();
  made.set(key, known);
  return known;
}

async function answerFrom(
  name: ServiceName,
  note: (line: string) => void,
  work: () => Promise<string>,
): Promise<Answer> {
  try {
    return { kind: 'had', text: await work() };
  } catch (error) {
    const [why = ''] = (error instanceof Error ? error.message : String(error)).trim().split('\n');
    const text = `no ${services[name].name}: it needs ${services[name].needs} (${why})`;
    const outcome = process.env['CI'] === 'true' ? 'FAIL' : 'ARE SKIPPED';
    note(`*** TESTS ${outcome}: ${text} ***`);
    return { kind: 'missing', text };
  }
}
