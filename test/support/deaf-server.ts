/** An address at which connections are not even made: nobody takes them, and the queue is full. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const program = `
  const { createServer } = require('node:net');
  const server = createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    console.log(server.address().port);
  });
`;

/** More than wait in a queue of one: those that do not fit are never answered. */
const sockets = 6;

export type DeafServer = { readonly address: string; close(): void };

export async function startDeafServer(): Promise<DeafServer> {
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  process.on('exit', () => child.kill('SIGKILL'));
  const [output] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(output.toString());
  child.kill('SIGSTOP');
  const waiting: Socket[] = [];
  for (let index = 0; index < sockets; index += 1) {
    waiting.push(connect({ host: '127.0.0.1', port }).on('error', () => undefined));
  }
  // The kernel makes those that fit, in their order.
  await once(waiting[0] as Socket, 'connect');
  return {
    address: `127.0.0.1:${port}`,
    close() {
      for (const socket of waiting) socket.destroy();
      child.kill('SIGKILL');
    },
  };
}
