/** The fixtures: the archive, what was planted in it, its sites and its agents. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PlantedLine } from './line-sources.ts';
import type { OracleSite } from './rules-sql.ts';

const folder = new URL('../../fixtures/', import.meta.url);

export const fixtureArchive = fileURLToPath(new URL('archive', folder));

/** Sites with their zones, own segments and exclusions. */
export const fixtureSites = JSON.parse(read('sites.json')) as readonly OracleSite[];

/** The periods whose read windows the archive covers, of every site; until is not included. */
export const fixtureDays = { from: '2026-03-07', until: '2026-03-10' } as const;

export const plantedLines: readonly PlantedLine[] = read('planted-lines.jsonl')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as PlantedLine);

/** Every agent in the archive; whether it is a robot was decided by hand. */
export const fixtureAgents: ReadonlyMap<string, boolean> = new Map(
  read('agents.csv')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [, agent = '', robot] = /^"?(.*?)"?,(yes|no)$/.exec(line) ?? [];
      return [agent, robot === 'yes'];
    }),
);

export const fixtureRobots: readonly string[] = [...fixtureAgents]
  .filter(([, isRobot]) => isRobot)
  .map(([agent]) => agent);

function read(name: string): string {
  return readFileSync(new URL(name, folder), 'utf8');
}
