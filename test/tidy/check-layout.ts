/** What lies at the top, how files are called, and what README says lies in src/. */
import type { Finding, TreeFile } from './finding.ts';

const topEntries = [
  ...['package.json', 'package-lock.json', 'tsconfig.json', 'README.md', 'LICENSE'],
  ...['bin', 'src', 'fixtures', 'test', 'man'],
];
const kebabName = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/;

export function checkLayout(files: readonly TreeFile[]): Finding[] {
  return [...files.flatMap(checkPath), ...checkReadmeMap(files)];
}

function checkPath({ path }: TreeFile): Finding[] {
  const [top = ''] = path.split('/');
  if (!topEntries.includes(top) && !top.startsWith('.')) {
    const message = `${top} may not lie at the top; besides dot files: ${topEntries.join(', ')}`;
    return [{ path, line: 1, message }];
  }
  if (!/^(src|test|bin)\//.test(path)) return [];
  const name = path.split('/').find((part) => !kebabName.test(part));
  if (name === undefined) return [];
  return [{ path, line: 1, message: `${name} is not kebab-case` }];
}

/** README's map must name every folder of src/, as `src/name/` or `name/`. */
function checkReadmeMap(files: readonly TreeFile[]): Finding[] {
  const readme = files.find(({ path }) => path === 'README.md');
  if (readme === undefined) return [];
  const folders = new Set(files.flatMap(({ path }) => /^src\/([^/]+)\//.exec(path)?.[1] ?? []));
  return [...folders]
    .filter((folder) => !new RegExp(`\\b${folder}/`).test(readme.text))
    .map((folder) => ({ path: 'README.md', line: 1, message: `its map lacks src/${folder}/` }));
}
