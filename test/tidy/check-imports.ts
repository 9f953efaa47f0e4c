/** Every import of src/ against the table of rooms. */
import { builtinModules } from 'node:module';
import type { Finding } from './finding.ts';
import type { Import, Script } from './parse-script.ts';
import type { Room } from './rooms.ts';
import { front, roomFromPath, roomsByName } from './rooms.ts';

/** `scripts`: all of the tree, because whether a file is an adapter depends on what it imports. */
export function checkImports(scripts: readonly Script[]): Finding[] {
  const adapterReasons = adapterReasonsFromScripts(scripts);
  const paths = new Set(scripts.map((script) => script.path));
  return scripts
    .filter((script) => script.path.startsWith('src/'))
    .flatMap((script) => checkScript(script, paths, adapterReasons));
}

function checkScript(
  script: Script,
  paths: ReadonlySet<string>,
  adapterReasons: ReadonlyMap<string, string>,
): Finding[] {
  const name = roomFromPath(script.path);
  if (name === undefined) {
    const message = `belongs to no room of src/; they are: ${list(Object.keys(roomsByName))}`;
    return [{ path: script.path, line: 1, message }];
  }
  const room = roomsByName[name] ?? front;
  return script.imports.flatMap((one) => {
    const message =
      one.target === undefined
        ? faultOfModule(name, room, one)
        : (faultOfFile(name, room, one.target, paths) ??
          faultOfAdapter(name, room, one.target, adapterReasons));
    return message === undefined ? [] : [{ path: script.path, line: one.line, message }];
  });
}

function faultOfModule(name: string, room: Room, { specifier }: Import): string | undefined {
  if (!isBuiltin(specifier)) {
    const packageName = packageFromSpecifier(specifier);
    if (room.packages.includes(packageName)) return undefined;
    return `${name} may not import the package ${packageName}; it may: ${list(room.packages)}`;
  }
  if (!specifier.startsWith('node:')) return `write node:${specifier} for a built-in of Node`;
  if (room.builtins === 'any' || room.builtins.includes(specifier.slice(5))) return undefined;
  return `${name} may not import ${specifier}; it may: ${list(room.builtins)}`;
}

function faultOfFile(
  name: string,
  room: Room,
  target: string,
  paths: ReadonlySet<string>,
): string | undefined {
  if (!target.endsWith('.json') && !paths.has(target)) {
    return `imports ${target}, which is no file of the tree`;
  }
  const targetRoom = roomFromPath(target);
  if (targetRoom === name) return undefined;
  if (targetRoom !== undefined && room.rooms.includes(targetRoom)) return undefined;
  return `${name} may not import ${targetRoom ?? target}; it may: ${list(room.rooms)}`;
}

function faultOfAdapter(
  name: string,
  room: Room,
  target: string,
  adapterReasons: ReadonlyMap<string, string>,
): string | undefined {
  const targetRoom = roomFromPath(target);
  if (targetRoom === undefined || !room.portsOnly?.includes(targetRoom)) return undefined;
  const reason = adapterReasons.get(target);
  if (reason === undefined) return undefined;
  return `${name} may import ports of ${targetRoom} only, and ${target} loads ${reason}`;
}

/** The files that load, directly or through others, a client or a built-in that does I/O. */
function adapterReasonsFromScripts(scripts: readonly Script[]): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>();
  const rooms = ['archive', 'store'];
  const files = scripts.filter(({ path }) => rooms.includes(roomFromPath(path) ?? ''));
  // Each round passes the reason one import further, so as many rounds as files always suffice.
  for (let round = 0; round < files.length; round += 1) {
    for (const file of files) {
      const reason = file.imports.map((one) => reasonOfImport(one, reasons)).find(Boolean);
      if (reason !== undefined) reasons.set(file.path, reason);
    }
  }
  return reasons;
}

function reasonOfImport(
  { isTypeOnly, specifier, target }: Import,
  reasons: ReadonlyMap<string, string>,
): string | undefined {
  if (isTypeOnly || specifier === 'node:crypto') return undefined;
  return target === undefined ? specifier : reasons.get(target);
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier);
}

function packageFromSpecifier(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}
