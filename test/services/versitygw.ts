/** Versity's S3 gateway over a folder: buckets are folders, objects are files. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOfGoProgram, installGoProgram } from './fetch-go.ts';
import { answersOn, freePorts, newDataFolder } from './loopback.ts';
import type { Service, StartedServer } from './service.ts';
import { startServer } from './server-process.ts';

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
  const data = join(folder.path, 'data');
  await mkdir(data);
  const { accessKeyId, secretAccessKey } = s3Credentials;
  const process = await startServer({
    command: join(installed, programName),
    args: [
      ...['--access', accessKeyId, '--secret', secretAccessKey],
      ...['--port', `127.0.0.1:${port}`, '--keep-alive', '--quiet', 'posix', data],
    ],
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
