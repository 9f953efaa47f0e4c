/** Elasticsearch 8, as small as it goes: one node on loopback, of the reduced distribution. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOfFiles, installZip } from './fetch-maven.ts';
import { findJavaHome } from './find-java.ts';
import { answersOn, freePorts, newDataFolder } from './loopback.ts';
import type { Service, StartedServer } from './service.ts';
import { startServer } from './server-process.ts';

export const elasticsearchVersion = '8.19.21';

/** Where it lies in what was fetched. */
export function elasticsearchHome(installed: string): string {
  return join(installed, `elasticsearch-${elasticsearchVersion}`);
}

/**
 * What Elastic gives to those who test against it: the server with few of its modules. There are
 * no scripts, no delete-by-query, no reindex, no ILM and no `GET /` in it.
 */
export const elasticsearch: Service = {
  name: `elasticsearch-${elasticsearchVersion}`,
  needs: 'Java 17, Maven and unzip (apt-get install openjdk-17-jdk-headless maven unzip)',
  async install(folder) {
    findJavaHome();
    await installZip(
      folder,
      `org.elasticsearch.distribution.integ-test-zip:elasticsearch:${elasticsearchVersion}`,
    );
  },
  digestOf: digestOfFiles,
  digest: '89b7bf69ecfe12e61c5d21d5909cefc1422106e89baef9af59b9f37cfb8e8c99',
  start: (installed) => startElasticsearch(installed),
};

export type ElasticsearchOptions = {
  /** Lines of elasticsearch.yml besides those that every node here has. */
  readonly settings?: readonly string[];
  /** Files beside it, by name: certificates, users. */
  readonly files?: Readonly<Record<string, string>>;
  readonly heapMegabytes?: number;
  /** Of HTTP; a free one when left out. */
  readonly port?: number;
  /** Of the compiler and the collector; left out, those that start fastest. */
  readonly javaOptions?: readonly string[];
};

/** A node that starts again where it stood, with its data, after it was ended. */
export type ElasticsearchNode = StartedServer & { restart(): Promise<void> };

/** One node that is a cluster. */
export async function startElasticsearch(
  installed: string,
  options: ElasticsearchOptions = {},
): Promise<ElasticsearchNode> {
  const folder = await newDataFolder('elasticsearch');
  const [freePort = 0, transportPort = 0] = await freePorts(2);
  const { port = freePort } = options;
  const config = join(folder.path, 'config');
  const ports = { http: port, transport: transportPort };
  const files = {
    'elasticsearch.yml': settingsOf(folder.path, ports, options),
    'jvm.options': javaSettings(options),
    'log4j2.properties': logSettings,
    ...options.files,
  };
  for (const name of ['config', 'data', 'logs', 'tmp']) await mkdir(join(folder.path, name));
  for (const [name, text] of Object.entries(files)) await writeFile(join(config, name), text);
  let starts = 0;
  const start = () => {
    starts += 1;
    return startServer({
      ...programOf(join(elasticsearchHome(installed), 'bin/elasticsearch')),
      env: {
        ES_PATH_CONF: config,
        ES_TMPDIR: join(folder.path, 'tmp'),
        ES_JAVA_HOME: findJavaHome(),
        CLI_JAVA_OPTS: '-Xmx64m',
      },
      log: join(folder.path, `log-${starts}`),
      isReady: async (output) =>
        /\bstarted \{/.test(output) && (await answersOn('127.0.0.1', port)),
    });
  };
  let process = await start();
  return {
    address: `127.0.0.1:${port}`,
    get process() {
      return process;
    },
    async restart() {
      await process.end();
      process = await start();
    },
    async stop() {
      await process.end();
      await folder.remove();
    },
  };
}

/** It refuses root: to it, root is then a user of another name, with the same files. */
function programOf(path: string): { readonly command: string; readonly args: readonly string[] } {
  if (process.getuid?.() !== 0) return { command: path, args: [] };
  return {
    command: 'unshare',
    args: ['--user', '--map-user=1000', '--map-group=1000', path],
  };
}

type Ports = { readonly http: number; readonly transport: number };

function settingsOf(folder: string, ports: Ports, { settings = [] }: ElasticsearchOptions): string {
  const own = [
    'cluster.name: recount-test',
    'node.name: node-1',
    'network.host: 127.0.0.1',
    `http.port: ${ports.http}`,
    `transport.port: ${ports.transport}`,
    'discovery.type: single-node',
    `path.data: ${folder}/data`,
    `path.logs: ${folder}/logs`,
    'node.store.allow_mmap: false',
    'xpack.license.self_generated.type: basic',
    'cluster.routing.allocation.disk.threshold_enabled: false',
    // One server for all test files, each with stores of its own.
    'cluster.max_shards_per_node: 5000',
  ];
  const names = new Set(settings.map((line) => line.split(':')[0]));
  const security = names.has('xpack.security.enabled') ? [] : ['xpack.security.enabled: false'];
  const rest = own.filter((line) => !names.has(line.split(':')[0]));
  return `${[...rest, ...security, ...settings].join('\n')}\n`;
}

/** C1 and the serial collector start fastest and scatter least; speed is not what tests need. */
const quickStart = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

function javaSettings(options: ElasticsearchOptions): string {
  const { heapMegabytes = 512, javaOptions = quickStart } = options;
  return `${[
    ...[`-Xms${heapMegabytes}m`, `-Xmx${heapMegabytes}m`],
    ...javaOptions,
    '-Djava.io.tmpdir=${ES_TMPDIR}',
    '-XX:+ExitOnOutOfMemoryError',
  ].join('\n')}\n`;
}

const logSettings = `appender.out.type = Console
appender.out.name = out
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] %m%n
rootLogger.level = info
rootLogger.appenderRef.out.ref = out
`;
