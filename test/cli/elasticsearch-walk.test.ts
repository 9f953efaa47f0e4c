/** The walk through the commands, on a folder and on Elasticsearch. */
import { useService } from '../services/use-service.ts';
import { newPrefix, removeStore } from '../store/elasticsearch/elasticsearch-test-store.ts';
import { walkBothStores } from './walk-both-stores.ts';

const address = (await useService('elasticsearch')) ?? '';
const prefix = newPrefix();

walkBothStores('a folder and Elasticsearch', {
  place: address === '' ? '' : `elasticsearch://${address}/${prefix}`,
  findings: [`notice  4 indices keep one copy only, first ${prefix}-1d-2026.03-1`],
  remove: () => removeStore(address, prefix),
});
