/** Runs `recount simulate`: an archive of synthetic traffic in a folder. */
import { readdir } from 'node:fs/promises';
import type { Command } from '@commander-js/extra-typings';
import { SystemError, systemErrorCode, UsageError } from '../base/errors.ts';
import type { Settings } from '../config/resolve-options.ts';
import { nearNames } from '../model/near-names.ts';
import { countText, bytesText } from '../report/number-text.ts';
import { faults, type FaultName, type FaultRequest } from '../simulate/faults.ts';
import { simulateArchive } from '../simulate/simulate-archive.ts';
import { defaultSimulation, type SimulateOptions } from '../simulate/simulate-options.ts';
import type { Session } from './session.ts';
import { dayRange, readSettings } from './settings.ts';
import { writeSimulated } from './write-simulated.ts';

/** Pages and returning visitors of a site, for so many lines a day (chosen: a middling site). */
const eventsPerPage = 50;
const eventsPerVisitor = 5;

export async function runSimulate(session: Session, command: Command): Promise<void> {
  const { values } = await readSettings(session, command, 'simulate');
  if (values.fault.includes('help')) {
    await session.output.write(faultList());
    return;
  }
  const into = values.into ?? '';
  const { fromDay } = dayRange(
    { from: values.from, until: undefined, zone: undefined },
    Math.floor(session.surroundings.now() / 1000),
  );
  const options = optionsFromValues(values, fromDay ?? defaultSimulation.fromDay);
  await refuseFilledFolder(into);
  session.ifInterrupted = `${into} holds a part of the archive`;
  let objects = 0;
  let bytes = 0;
  for (const object of simulateArchive(options)) {
    session.signal.throwIfAborted();
    bytes += await writeObject(into, object, session.signal);
    objects += 1;
  }
  Object.assign(session.summary, { objects, bytes });
  if (!values.quiet) {
    session.note(`wrote ${countText(objects, 'object')} (${bytesText(bytes)}) into ${into}`);
  }
}

async function writeObject(
  into: string,
  object: Parameters<typeof writeSimulated>[1],
  signal: AbortSignal,
): Promise<number> {
  try {
    return await writeSimulated(into, object, signal);
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === undefined || code === 'ABORT_ERR') throw cause;
    throw new SystemError(`${into}/${object.key} cannot be written (${code})`, {
      hint: 'name a writable folder with enough space with --into',
      cause,
    });
  }
}

function optionsFromValues(
  values: Settings<'simulate'>['values'],
  fromDay: number,
): SimulateOptions {
  const { traffic, events } = values;
  const sites = traffic.map(({ site, zone }) => ({
    site,
    zone,
    urls: Math.max(20, Math.round(events / eventsPerPage)),
    visitors: Math.max(20, Math.round(events / eventsPerVisitor)),
    share: 1,
  }));
  return {
    ...defaultSimulation,
    ...(sites.length > 0 && { sites }),
    seed: values.seed,
    fromDay,
    days: values.days,
    eventsPerDay: events,
    detail: values.detail,
    format: values.logFormat,
    layout: values.folders,
    objectsPerFolder: values.objects,
    faults: values.fault.map(faultFromText),
  };
}

/** `truncated_object:12` strikes object 12 (from 0), `crlf:12:3` line 3 of it (from 1). */
function faultFromText(text: string): FaultRequest {
  const [name = '', object, line] = text.split(':');
  const names = faults.map((fault) => fault.name);
  const known = names.find((candidate) => candidate === name) as FaultName | undefined;
  if (known === undefined) {
    const near = nearNames(name, names);
    throw new UsageError(`--fault ${text}: there is no fault ${name}`, {
      hint: near.length > 0 ? `did you mean ${near.join(' or ')}?` : '--fault help lists them',
    });
  }
  return {
    name: known,
    ...(object !== undefined && { object: numberOf(text, object, 0) }),
    ...(line !== undefined && { line: numberOf(text, line, 1) }),
  };
}

function numberOf(fault: string, text: string, least: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : -1;
  if (value >= least) return value;
  throw new UsageError(`--fault ${fault}: ${text} is not a number from ${String(least)}`, {
    hint: 'objects count from 0, lines from 1: --fault crlf:12:3',
  });
}

function faultList(): string {
  const width = Math.max(...faults.map(({ name }) => name.length));
  return faults.map(({ name, about }) => `${name.padEnd(width)}  ${about}\n`).join('');
}

async function refuseFilledFolder(folder: string): Promise<void> {
  const files = await readdir(folder).catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw new UsageError(`--into ${folder} is not a folder`, {
      hint: 'name a folder that is empty or not there',
      cause: error,
    });
  });
  if (files.length === 0) return;
  throw new UsageError(`--into ${folder} is not empty`, {
    hint: 'name a folder that is empty or not there: nothing is ever overwritten',
  });
}
