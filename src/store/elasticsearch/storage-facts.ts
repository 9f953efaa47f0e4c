/** How a store keeps its rows, as `store status` shows it: copies, indices, their size. */
import type { StorageFact } from '../upkeep.ts';
import type { ElasticsearchSession } from './elasticsearch-session.ts';
import { readTemplate } from './elasticsearch-schema.ts';
import { storedIndices } from './stored-groups.ts';

export async function storageFacts(session: ElasticsearchSession): Promise<readonly StorageFact[]> {
  const template = await readTemplate(session, '1d');
  const replicas = Number(template?.settings?.index?.number_of_replicas ?? 0);
  const indices = await storedIndices(session);
  const bytes = indices.reduce((sum, index) => sum + index.bytes, 0);
  return [
    { name: 'copies', text: `${replicas + 1} of what is made from now on` },
    {
      name: 'indices',
      text: `${indices.length} of rows and pages, ${mebibytes(bytes)} with all copies`,
    },
  ];
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}
