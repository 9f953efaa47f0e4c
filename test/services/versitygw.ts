/** Versity's S3 gateway over a folder: buckets are folders, objects are files. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOfGoProgram, installGoProgram } from './fetch-go.ts';
import { answersOn, freePorts, newDataFolder } from './loopback.ts';
import type { Service, StartedServer } from './service.ts';
import { startServer, type ServerProcess } from './server-process.ts';

const programName = 'versitygw';

export const s3Credentials = { accessKeyId: 'test', secretAccessKey: 'testsecret' } as const;

export const versitygw: Service = {
  name: 'versitygw-1.8.0',
  needs: 'Go (the command go) and the Go module proxy',
  install: (folder) =>
    installGoProgram(folder, {
      source: 'github.com/versity/versitygw/cmd/versitygw@v1.8.0',
      name: programName,
    }),
  digestOf: (folder) => digestOfGoProgram(join(folder, programName)),
  digest: '9d4fc507c1117696ff0d36ad2367bc8c015700dd4752bebc1af7bfde572bfc5c',
  start: startVersitygw,
};

export async function startVersitygw(installed: string): Promise<StartedServer> {
  const [port = 0] = await freePorts(1);
  const folder = await newDataFolder('versitygw');
  const process = await startVersitygwOn(installed, { port, folder: folder.path });
  return {
    address: `127.0.0.1:${port}`,
    process,
    async stop() {
      await process.end();
      await folder.remove();
    },
  };
}

/** For tests that end it and start it again: over the data that lie in `folder`. */
export async function startVersitygwOn(
  installed: string,
  { port, folder }: { readonly port: number; readonly folder: string },
): Promise<ServerProcess> {
  const data = join(folder, 'data');
  await mkdir(data, { recursive: true });
  const { accessKeyId, secretAccessKey } = s3Credentials;
  return startServer({
    command: join(installed, programName),
    args: [
      ...['--access', accessKeyId, '--secret', secretAccessKey],
      ...['--port', `127.0.0.1:${port}`, '--keep-alive', '--quiet', 'posix', data],
    ],
    log: join(folder, 'log'),
    isReady: () => answersOn('127.0.0.1', port),
  });
}
