/** Looks at the cluster: versions, health, copies, blocks, disks, clocks. */
import type { ElasticsearchSession } from './elasticsearch-session.ts';
import type { Faults, Inspection, Look } from './inspection.ts';

export const lookAtCluster: readonly Look[] = [
  lookAtVersions,
  lookAtHealth,
  lookAtCopies,
  lookAtDisks,
  lookAtClocks,
];

/** Those that the tests run on; the client speaks to others. */
const testedVersions = /^8\.19\./;
const supportedVersions = /^[89]\./;

async function* lookAtVersions(session: ElasticsearchSession): Faults {
  const { nodes } = await session.ask('reading versions', (client) =>
    client.nodes.info({ metric: 'os', filter_path: 'nodes.*.name,nodes.*.version' }),
  );
  for (const { name, version } of Object.values(nodes)) {
    const what = `the node ${name} runs Elasticsearch ${version}`;
    if (!supportedVersions.test(version)) {
      const message = `${what}; 8 or 9 is needed`;
      yield { level: 'fault', message, remedy: 'upgrade it' };
    } else if (!testedVersions.test(version)) {
      const message = `${what}; 8.19 is what is tested`;
      yield { level: 'notice', message, remedy: 'nothing is to be done if it works' };
    }
  }
}

async function* lookAtHealth(session: ElasticsearchSession): Faults {
  const health = await session.ask('reading the health', (client) =>
    client.cluster.health({ index: `${session.prefix}-*`, level: 'indices', timeout: '5s' }),
  );
  for (const [index, { status, unassigned_shards: missing }] of Object.entries(
    health.indices ?? {},
  )) {
    if (String(status).toLowerCase() === 'red') {
      yield {
        level: 'fault',
        message: `the index ${index} is red: shards of it are nowhere (${missing} missing)`,
        remedy:
          'bring back the node that held them (GET _cluster/allocation/explain says why), ' +
          'or restore the index from a snapshot',
      };
    } else if (String(status).toLowerCase() === 'yellow') {
      yield {
        level: 'notice',
        message: `the index ${index} is yellow: ${missing} copies of shards are missing`,
        remedy: 'add a node that can hold them, or lower index.number_of_replicas',
      };
    }
  }
}

async function* lookAtCopies(session: ElasticsearchSession): Faults {
  const answer = await session.ask('reading settings', (client) =>
    client.indices.getSettings({
      index: `${session.prefix}-*`,
      name: 'index.number_of_replicas,index.blocks.*',
    }),
  );
  const single: string[] = [];
  for (const [index, { settings }] of Object.entries(answer)) {
    if (String(settings?.index?.number_of_replicas ?? '0') === '0') single.push(index);
    const blocks = Object.entries(settings?.index?.blocks ?? {}).filter(
      ([, value]) => String(value) === 'true',
    );
    for (const [name] of blocks) {
      yield {
        level: 'fault',
        message: `the index ${index} is blocked: index.blocks.${name}`,
        remedy: 'free space on the disk if that is why, then set it to null',
      };
    }
  }
  if (single.length === 0) return;
  yield {
    level: 'notice',
    message: `${single.length} indices keep one copy only, first ${single.sort()[0] ?? ''}`,
    remedy:
      'for production, keep two: set index.number_of_replicas to 1 for them ' +
      'and for the templates of the store',
  };
}

/** What the cluster says where nobody has set it. */
const defaultWatermarks = { low: '85%', flood_stage: '95%' } as const;

async function* lookAtDisks(session: ElasticsearchSession): Faults {
  const settings = await session.ask('reading settings', (client) =>
    client.cluster.getSettings({ include_defaults: true, flat_settings: true }),
  );
  const valueOf = (name: string): string | undefined => {
    const full = `cluster.routing.allocation.disk.${name}`;
    const { transient, persistent, defaults = {} } = settings;
    return [transient, persistent, defaults]
      .map((group) => (group as Readonly<Record<string, string | undefined>>)[full])
      .find((value) => value !== undefined);
  };
  const low = shareOf(valueOf('watermark.low') ?? defaultWatermarks.low);
  const flood = shareOf(valueOf('watermark.flood_stage') ?? defaultWatermarks.flood_stage);
  const { nodes } = await session.ask('reading disks', (client) =>
    client.nodes.stats({ metric: 'fs' }),
  );
  for (const { name = '', fs } of Object.values(nodes)) {
    const { total_in_bytes: total = 0, available_in_bytes: available = 0 } = fs?.total ?? {};
    if (total === 0) continue;
    const used = 1 - available / total;
    const what = `the disk of the node ${name} is ${(used * 100).toFixed(0)} % full`;
    if (flood !== undefined && used >= flood) {
      const message = `${what}: above the flood stage, where indices take no more writes`;
      yield { level: 'fault', message, remedy: 'free space, or add a node' };
    } else if (low !== undefined && used >= low) {
      const message = `${what}: above the low watermark, where it is given no more shards`;
      yield { level: 'notice', message, remedy: 'free space, or add a node' };
    }
  }
}

/** undefined for a watermark in bytes: that is the cluster's own affair. */
function shareOf(text: string): number | undefined {
  const [, percent] = /^(\d+(?:\.\d+)?)%$/.exec(text) ?? [];
  if (percent !== undefined) return Number(percent) / 100;
  const ratio = Number(text);
  return ratio > 0 && ratio <= 1 ? ratio : undefined;
}

/** Times of records are taken from the machines that run recount; rows carry none. */
const clockDriftMaxMs = 5000;

async function* lookAtClocks(session: ElasticsearchSession, { now }: Inspection): Faults {
  const sentAt = now();
  const { nodes } = await session.ask('reading clocks', (client) =>
    client.nodes.stats({ metric: 'process' }),
  );
  const receivedAt = now();
  for (const { name = '', timestamp = sentAt } of Object.values(nodes)) {
    const drift = timestamp < sentAt ? timestamp - sentAt : Math.max(0, timestamp - receivedAt);
    if (Math.abs(drift) <= clockDriftMaxMs) continue;
    const how = `${(Math.abs(drift) / 1000).toFixed(0)} s ${drift < 0 ? 'behind' : 'ahead of'}`;
    yield {
      level: 'fault',
      message: `the clock of the node ${name} is ${how} this machine's`,
      remedy: 'let both follow the same time servers (NTP): gc decides by age',
    };
  }
}
