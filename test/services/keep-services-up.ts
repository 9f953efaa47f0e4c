/** `npm run services [name …]`: keeps servers up for a developer until Ctrl-C. */
import { newServicePool } from './service-pool.ts';
import { isServiceName, services, type ServiceName } from './services.ts';

const names = process.argv.slice(2);
const wrong = names.filter((name) => !isServiceName(name));
const known = Object.keys(services).filter(isServiceName);

if (wrong.length > 0) {
  process.stderr.write(`no service is called ${wrong.join(', ')}; there are ${known.join(', ')}\n`);
  process.exitCode = 2;
} else {
  await keepUp(names.length === 0 ? known : names.filter(isServiceName));
}

async function keepUp(wanted: readonly ServiceName[]): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
  });
  const pool = newServicePool((line) => process.stderr.write(`${line}\n`));
  // A server in the foreground of a shell has an event loop to wait on.
  const keepAlive = setInterval(() => undefined, 60_000);
  let up = 0;
  for (const name of wanted) {
    const { kind, text } = await pool.shared(name);
    if (kind === 'had') process.stdout.write(`${name.padEnd(12)} ${text}\n`);
    else process.exitCode = 1;
    up += kind === 'had' ? 1 : 0;
  }
  if (up > 0) {
    process.stderr.write('Ctrl-C ends them and removes their data\n');
    await ended;
  }
  clearInterval(keepAlive);
  await pool.stop();
}
