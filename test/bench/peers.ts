/** Programs that are measured beside recount where they are installed, and how to install them. */
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const cacheFolder = resolve('node_modules/.cache/recount-bench');

/** Where `pip --target` and `npm --prefix` put them: the project itself needs none of them. */
export const pythonFolder = join(cacheFolder, 'python');
const nodeFolder = join(cacheFolder, 'node');

const folders = {
  chdb: join(pythonFolder, 'chdb'),
  polars: join(pythonFolder, 'polars'),
  'zlib-sync': join(nodeFolder, 'node_modules/zlib-sync'),
} as const;

export type PeerName = keyof typeof folders;

export const howToInstall = `Peers are measured where they are installed:
  python3 -m pip install --target node_modules/.cache/recount-bench/python chdb polars
  npm install --prefix node_modules/.cache/recount-bench/node zlib-sync`;

export function isInstalled(peer: PeerName): boolean {
  return existsSync(folders[peer]);
}

/** `polars 2.1.0` and so on, of those that are there. */
export function installedVersions(): readonly string[] {
  const python = existsSync(pythonFolder) ? readdirSync(pythonFolder) : [];
  const ofPython = python.flatMap((name) => {
    const [, peer, version] = /^(chdb|polars)-([\d.]+)\.dist-info$/.exec(name) ?? [];
    return peer === undefined ? [] : [`${peer} ${version}`];
  });
  if (!isInstalled('zlib-sync')) return ofPython;
  const { version } = requirePeer('zlib-sync/package.json') as { readonly version: string };
  return [...ofPython, `zlib-sync ${version}`];
}

/** @throws Error if the package is not installed. */
export function requirePeer(path: PeerName | `${PeerName}/package.json`): unknown {
  return createRequire(join(nodeFolder, 'package.json'))(path) as unknown;
}
