/** An archive in which one fault strikes: the object of noon, or one good line of it. */
import { dayFromText } from '../../src/base/calendar.ts';
import { robots } from '../../src/simulate/agents.ts';
import { faults, type FaultName } from '../../src/simulate/faults.ts';
import { simulateArchive } from '../../src/simulate/simulate-archive.ts';
import { defaultSimulation } from '../../src/simulate/simulate-options.ts';
import { readSimulated } from './read-simulated.ts';
import { writeArchive } from './write-archive.ts';

/** 2026-03-08: that of the fault. */
export const faultyDay = dayFromText('2026-03-08') as number;

/** The object of 12:00 UTC on the day, with two days of neighbours on either side. */
const struckObject = 60;
const simulation = {
  ...defaultSimulation,
  sites: [{ site: 'news.example', zone: 'UTC', urls: 30, visitors: 40, share: 1 }],
  fromDay: faultyDay - 2,
  days: 5,
  eventsPerDay: 1500,
};

/** Writes the archive with a fault, or without any. */
export function writeFaultyArchive(folder: string, name?: FaultName): void {
  const struck = name === undefined ? [] : [{ name, object: struckObject, line: goodLine() }];
  writeArchive(folder, simulateArchive({ ...simulation, faults: struck }), { level: 1 });
}

/** Every fault strikes once, each an object of its own, one hour after another. */
export function writeManyFaults(folder: string): void {
  const first = struckObject - 24;
  const struck = faults.map(({ name }, index) => ({
    name: name as FaultName,
    object: first + index,
  }));
  writeArchive(folder, simulateArchive({ ...simulation, faults: struck }), { level: 1 });
}

let found = 0;

function goodLine(): number {
  found ||= firstGoodLine();
  return found;
}

type LeanEvent = {
  readonly action: string;
  readonly event_id: string;
  readonly user_agent: string;
};

/** The first page view of the struck object that is neither a robot's nor has a copy. */
function firstGoodLine(): number {
  const objects = readSimulated(simulateArchive(simulation));
  const events = objects.map(({ lines }) => lines.map((text) => JSON.parse(text) as LeanEvent));
  const ids = events.flat().map(({ event_id: id }) => id);
  const agents = new Set(robots.map(({ text }) => text));
  const isGood = ({ action, event_id: id, user_agent: agent }: LeanEvent): boolean =>
    action === 'pageview' && !agents.has(agent) && ids.indexOf(id) === ids.lastIndexOf(id);
  return (events[struckObject] ?? []).findIndex(isGood) + 1;
}
