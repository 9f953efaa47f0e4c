/** A process that fills a store for queries: `fill-store.js CONTENT PLACE`. */
import { openStore } from '../../src/index.ts';
import { services } from './bench-services.ts';
import { contents, fillStore, type StoreName } from './query-store.ts';

const [name = '', place = ''] = process.argv.slice(2);
if (!(name in contents)) throw new Error(`${name} is no content`);
const store = await openStore(place, {
  isMade: true,
  engineBytesMax: 256 * 1024 ** 2,
  services: { ...services, replication: '1' },
});
const began = performance.now();
await fillStore(store, name as StoreName, (days) => {
  if (days % 30 !== 0 && days !== contents[name as StoreName].days) return;
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  process.stderr.write(`${place}: ${days} days of ${name} after ${seconds} s\n`);
});
await store.close();
