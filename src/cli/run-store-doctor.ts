/** Runs `recount store doctor`: tells every finding as soon as it is found. */
import type { Command } from '@commander-js/extra-typings';
import { RecountError, UnavailableError } from '../base/errors.ts';
import type { Settings } from '../config/resolve-options.ts';
import { causeOfLevel, examineStore } from '../jobs/examine-store.ts';
import { splitMemory } from '../jobs/memory-split.ts';
import { keepAges } from '../model/period-transitions.ts';
import type { StoreFinding } from '../model/store-finding.ts';
import {
  examinationLine,
  examinationText,
  findingLine,
  findingsTextMax,
  findingText,
} from '../report/finding-text.ts';
import type { Store } from '../store/store.ts';
import { storeOpener } from './open-store.ts';
import { upkeepPorts } from './operator-stores.ts';
import { printJson, printLines } from './print.ts';
import type { Session } from './session.ts';
import { readSettings } from './settings.ts';

type DoctorSettings = Settings<'store doctor'>;

export async function runStoreDoctor(session: Session, command: Command): Promise<void> {
  const settings = await readSettings(session, command, 'store doctor');
  session.ifInterrupted = 'what was not looked at yet may be wrong too';
  for (const place of new Set(settings.values.store)) {
    const store = await openExamined(
      session,
      settings,
      place,
      new Telling(session, settings, { location: place }),
    );
    if (store === undefined) continue;
    try {
      await examine(session, settings, store);
    } finally {
      await store.close();
    }
  }
}

/** A store that is there and cannot be opened is a finding, and the others are looked at too. */
async function openExamined(
  session: Session,
  { values }: DoctorSettings,
  place: string,
  telling: Telling,
): Promise<Store | undefined> {
  const { engineBytesMax } = splitMemory(values.memory, 1);
  const opener = storeOpener(session, values);
  try {
    return await opener.open(place, { isMade: false, engineBytesMax });
  } catch (error) {
    const isOfRecount = error instanceof RecountError && !(error instanceof UnavailableError);
    // Where there is nothing at all, the place is misspelt.
    if (!isOfRecount || !(await opener.exists(place))) throw error;
    const { message, hint = 'see what it names' } = error;
    const where = { kind: 'storage', period: null, generation: null } as const;
    await telling.tell({ level: 'fault', ...where, message, remedy: hint });
    await telling.end();
    return undefined;
  }
}

async function examine(session: Session, settings: DoctorSettings, store: Store): Promise<void> {
  const { values } = settings;
  const telling = new Telling(session, settings, store);
  const ports = {
    ...upkeepPorts(session, store),
    observer: { periodDone: () => telling.addPeriod() },
  };
  const request = { sites: values.site, isDeep: values.deep, ages: keepAges };
  for await (const finding of examineStore(ports, request)) {
    if (session.output.isClosed) return;
    await telling.tell(finding);
  }
  await telling.end();
}

/** One that could not be opened has a place alone. */
type ToldStore = Pick<Store, 'location' | 'consistency'>;

/** The findings of one store, as they come. */
class Telling {
  readonly #session: Session;
  readonly #settings: DoctorSettings;
  readonly #store: ToldStore;
  readonly #counts = { fault: 0, notice: 0 };
  #periods = 0;

  constructor(session: Session, settings: DoctorSettings, store: ToldStore) {
    this.#session = session;
    this.#settings = settings;
    this.#store = store;
  }

  addPeriod(): void {
    this.#periods += 1;
  }

  async tell(finding: StoreFinding): Promise<void> {
    const { fault, notice } = this.#counts;
    this.#counts[finding.level] += 1;
    this.#session.causes.add(causeOfLevel[finding.level]);
    if (this.#settings.values.json) {
      await printJson(this.#session, findingLine(this.#store.location, finding));
    } else if (fault + notice < findingsTextMax) {
      const { columns } = this.#session.surroundings;
      await printLines(this.#session, findingText(finding, columns));
    }
  }

  async end(): Promise<void> {
    const { fault: faults, notice: notices } = this.#counts;
    const { location: store, consistency } = this.#store;
    const periods = this.#periods;
    const counts = {
      store,
      consistency,
      periods,
      faults,
      notices,
      isDeep: this.#settings.values.deep,
    };
    const { columns } = this.#session.surroundings;
    if (this.#settings.values.json) await printJson(this.#session, examinationLine(counts));
    else await printLines(this.#session, examinationText(counts, columns));
  }
}
