/** Finds files that import each other in a circle, imports of types included. */
import type { Finding } from './finding.ts';
import type { Import, Script } from './parse-script.ts';

/** One finding for each circle met, at the file of the circle whose path sorts first. */
export function checkImportCycles(scripts: readonly Script[]): Finding[] {
  const scriptsByPath = new Map(scripts.map((script) => [script.path, script]));
  const done = new Set<string>();
  const cycles = new Map<string, readonly string[]>();

  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      const cycle = rotateToFirst(trail.slice(start));
      cycles.set(cycle.join(' '), cycle);
    } else if (!done.has(path)) {
      for (const target of targetsOf(scriptsByPath.get(path))) visit(target, [...trail, path]);
      done.add(path);
    }
  };
  for (const path of [...scriptsByPath.keys()].sort()) visit(path, []);
  return [...cycles.values()].map((cycle) => findingFromCycle(cycle, scriptsByPath));
}

function targetsOf(script: Script | undefined): readonly string[] {
  return (script?.imports ?? []).flatMap(({ target }) => (target === undefined ? [] : [target]));
}

/** The same circle, begun at its smallest path, so that it is told once however it is entered. */
function rotateToFirst(cycle: readonly string[]): readonly string[] {
  const first = cycle.indexOf([...cycle].sort()[0] ?? '');
  return [...cycle.slice(first), ...cycle.slice(0, first)];
}

function findingFromCycle(
  cycle: readonly string[],
  scriptsByPath: ReadonlyMap<string, Script>,
): Finding {
  const [path = '', next = path] = cycle;
  const isNext = ({ target }: Import) => target === next;
  const line = scriptsByPath.get(path)?.imports.find(isNext)?.line ?? 1;
  return { path, line, message: `import cycle: ${[...cycle, path].join(' -> ')}` };
}
