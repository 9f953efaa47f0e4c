/** Cassandra 5 and 4.1, as small as they go: one node, or several on loopback addresses. */
import { readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOfJars, installJars } from './fetch-maven.ts';
import { findJava } from './find-java.ts';
import { javaModuleFlags } from './java-module-flags.ts';
import { answersOn, freePorts, newDataFolder } from './loopback.ts';
import type { Service, StartedServer } from './service.ts';
import { startServer } from './server-process.ts';

export const cassandra = cassandraOf(
  '5.0.9',
  '1a9f2968d1b7c3e85249cb365983ec626aff3d07186da41cd211174ffe3a6328',
);

/** The oldest that is supported. Its own start scripts know no Java 17, and it runs there. */
export const cassandra41 = cassandraOf(
  '4.1.9',
  '076097d6190f9d3431e9fc85760c2031b5ad14d14ffb8475eefacc3e37bbfaa2',
);

function cassandraOf(version: string, digest: string): Service {
  return {
    name: `cassandra-${version}`,
    needs: 'Java 17 and Maven (apt-get install openjdk-17-jdk-headless maven)',
    async install(folder) {
      findJava();
      await installJars(folder, [`org.apache.cassandra:cassandra-all:${version}`]);
    },
    digestOf: digestOfJars,
    digest,
    start: (installed) => startCassandra(installed),
  };
}

export type CassandraOptions = {
  /** Lines of cassandra.yaml besides those that every node here has. */
  readonly settings?: readonly string[];
  /**
   * Whether a server that is killed still has all that it confirmed; else it forgets what it had
   * not written yet, as with Cassandra's own settings, and is quicker.
   */
  readonly confirms?: 'on_disk' | 'in_memory';
  readonly heapMegabytes?: number;
  /** Of the compiler and the collector; left out, those that start fastest. */
  readonly javaOptions?: readonly string[];
};

/** A node that starts again where it stood, with its data, after it was ended. */
export type CassandraNode = StartedServer & {
  /** @param installed of another version, to which it is upgraded. */
  restart(installed?: string): Promise<void>;
};

/** One node that is a cluster. */
export async function startCassandra(
  installed: string,
  options: CassandraOptions = {},
): Promise<CassandraNode> {
  const [port = 0, storagePort = 0] = await freePorts(2);
  return startNode(installed, { host: '127.0.0.1', port, storagePort, ...options });
}

const tokens = ['-9223372036854775808', '-3074457345618258603', '3074457345618258602'];

export type ClusterOptions = CassandraOptions & {
  /** The data centre of each node, of which there are then as many; else three in one. */
  readonly datacenters?: readonly string[];
};

const oneDatacenter = ['datacenter1', 'datacenter1', 'datacenter1'];

/** Up to three nodes, each of them a replica of everything where the keyspace says so. */
export async function startCassandraCluster(
  installed: string,
  { datacenters = oneDatacenter, ...options }: ClusterOptions = {},
): Promise<readonly CassandraNode[]> {
  const [port = 0, storagePort = 0] = await freePorts(2);
  const hosts = datacenters.map((_name, index) => `127.0.0.${index + 1}`);
  const seeds = hosts.map((host) => `${host}:${storagePort}`);
  return Promise.all(
    hosts.map((host, index) => {
      const own = { host, datacenter: datacenters[index]!, token: tokens[index]! };
      return startNode(installed, { ...options, ...own, port, storagePort, seeds });
    }),
  );
}

type NodeOptions = CassandraOptions & {
  readonly host: string;
  readonly port: number;
  readonly storagePort: number;
  readonly seeds?: readonly string[];
  readonly token?: string;
  readonly datacenter?: string;
};

async function startNode(installed: string, options: NodeOptions): Promise<CassandraNode> {
  const folder = await newDataFolder('cassandra');
  const { host, port } = options;
  await mkdir(join(folder.path, 'data'));
  await writeFile(join(folder.path, 'cassandra.yaml'), settingsOf(options));
  await writeFile(join(folder.path, 'logback.xml'), logSettings);
  const { datacenter = 'datacenter1' } = options;
  await writeFile(join(folder.path, 'rackdc.properties'), `dc=${datacenter}\nrack=rack1\n`);
  let starts = 0;
  const start = (version: string) => {
    starts += 1;
    return startServer({
      command: findJava(),
      args: javaArguments(version, folder.path, options),
      log: join(folder.path, `log-${starts}`),
      // It says so a moment before it does.
      isReady: async (output) =>
        output.includes('Starting listening for CQL clients') && (await answersOn(host, port)),
    });
  };
  let process = await start(installed);
  return {
    address: `${host}:${port}`,
    get process() {
      return process;
    },
    async restart(other = installed) {
      await process.end();
      process = await start(other);
    },
    async stop() {
      await process.end();
      await folder.remove();
    },
  };
}

function settingsOf(options: NodeOptions): string {
  const { host, port, storagePort, seeds = [`${host}:${storagePort}`], settings = [] } = options;
  return `${[
    'cluster_name: recount-test',
    'num_tokens: 1',
    `initial_token: '${options.token ?? '0'}'`,
    'auto_bootstrap: false',
    'auto_snapshot: false',
    'partitioner: org.apache.cassandra.dht.Murmur3Partitioner',
    ...(options.confirms === 'on_disk'
      ? ['commitlog_sync: batch']
      : ['commitlog_sync: periodic', 'commitlog_sync_period: 1000ms']),
    'endpoint_snitch: GossipingPropertyFileSnitch',
    `listen_address: ${host}`,
    `rpc_address: ${host}`,
    `native_transport_port: ${port}`,
    `storage_port: ${storagePort}`,
    'seed_provider:',
    '  - class_name: org.apache.cassandra.locator.SimpleSeedProvider',
    '    parameters:',
    `      - seeds: "${seeds.join(',')}"`,
    ...settings,
  ].join('\n')}\n`;
}

/** C1 and the serial collector start fastest and scatter least; speed is not what tests need. */
const quickStart = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

function javaArguments(installed: string, folder: string, options: NodeOptions): string[] {
  const { heapMegabytes = 512, javaOptions = quickStart } = options;
  return [
    ...[`-Xms${heapMegabytes}m`, `-Xmx${heapMegabytes}m`, '-Xss256k'],
    ...javaOptions,
    `-javaagent:${installed}/lib/${agentOf(installed)}`,
    ...javaModuleFlags,
    '-Djava.security.manager=allow',
    '-Djdk.attach.allowAttachSelf=true',
    '-Dio.netty.tryReflectionSetAccessible=true',
    '-Djava.net.preferIPv4Stack=true',
    '-Dcassandra.skip_wait_for_gossip_to_settle=0',
    `-Dcassandra.ring_delay_ms=${options.seeds === undefined ? 0 : 2000}`,
    '-Dcassandra.superuser_setup_delay_ms=0',
    '-Dcassandra-foreground=yes',
    `-Dcassandra.config=file://${folder}/cassandra.yaml`,
    `-Dcassandra-rackdc.properties=file://${folder}/rackdc.properties`,
    `-Dcassandra.storagedir=${folder}/data`,
    `-Dlogback.configurationFile=file://${folder}/logback.xml`,
    ...['-cp', `${installed}/lib/*`, 'org.apache.cassandra.service.CassandraDaemon'],
  ];
}

/** What measures objects in memory: of another version in each Cassandra. */
function agentOf(installed: string): string {
  const jars = readdirSync(join(installed, 'lib'));
  return jars.find((name) => name.startsWith('jamm-')) ?? 'jamm.jar';
}

const logSettings = `<configuration>
  <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
    <encoder><pattern>%d %-5level %logger{20} %msg%n</pattern></encoder>
  </appender>
  <root level="INFO"><appender-ref ref="OUT"/></root>
</configuration>
`;
