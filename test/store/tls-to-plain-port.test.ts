/** Services that are asked with TLS on a port that has none, or where nobody answers. */
import { describe, expect, test } from 'vitest';
import { runMain } from '../cli/run-main.ts';
import { useService } from '../services/use-service.ts';

const services = [
  ['Cassandra', 'cassandra', 'connecting', await useService('cassandra')],
  ['Elasticsearch', 'elasticsearch', 'looking for a store', await useService('elasticsearch')],
] as const;

async function told(place: string): Promise<string> {
  const argv = ['store', 'status', '--store', place];
  const { code, stderr } = await runMain(argv, { columns: 1000 });
  return `exit ${code}\n${stderr}`;
}

describe.each(services)('%s', (_name, scheme, doing, address) => {
  test.skipIf(address === undefined)('answers TLS without it: that is told', async () => {
    const place = `${scheme}://${address ?? ''}/plain`;
    expect(await told(`${place}?tls=on&tries=1`)).toBe(
      `exit 2\nerror: ${place}: ${doing}: it answers without TLS\n` +
        'hint: leave tls, ca, cert and key out of the place, or name its TLS port\n',
    );
  });

  test('is away: whoever has TLS on is not told to turn it on', async () => {
    const place = `${scheme}://127.0.0.1:1/plain`;
    const text = await told(`${place}?tls=on&tries=1`);
    expect(text).toMatch(/^exit 5\n.*ECONNREFUSED/);
    expect(text).toContain(
      'hint: see whether the cluster is up, and reached under this address; then run it again\n',
    );
  });
});
