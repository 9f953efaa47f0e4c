/** `npm run man`: writes man/ anew from what was built, and lists the pages in package.json. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manualFiles } from '../../dist/cli/manual/manual-files.js';

const top = join(import.meta.dirname, '../..');
const folder = join(top, 'man');
const files = manualFiles(readFileSync(join(top, 'fixtures/recount.yaml'), 'utf8'));

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const [name, text] of files) writeFileSync(join(folder, name), text);

const manifestPath = join(top, 'package.json');
const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'));
manifest.man = [...files.keys()].filter((name) => /\.\d$/.test(name)).map((name) => `man/${name}`);
writeFileSync(manifestPath, `${JSON.stringify(manifest, null, 2)}\n`);
