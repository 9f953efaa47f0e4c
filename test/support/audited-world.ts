/** A small world to break: simulated logs in a folder, and a store whose numbers came from them. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { openFolderArchive } from '../../src/archive/folder-archive.ts';
import { openFolderSpillSpace } from '../../src/base/folder-spill-space.ts';
import { audit } from '../../src/jobs/audit.ts';
import type { AuditPorts, AuditRequest, AuditResult } from '../../src/jobs/audit-types.ts';
import { rebuild } from '../../src/jobs/rebuild.ts';
import type {
  RebuildPorts,
  RebuildRequest,
  RebuildResult,
  RunIdentity,
} from '../../src/jobs/rebuild-types.ts';
import { repair, type RepairRequest, type RepairResult } from '../../src/jobs/repair.ts';
import { planFromAudit } from '../../src/jobs/plan-from-audit.ts';
import { metrics } from '../../src/model/catalogue.ts';
import type { Plan } from '../../src/model/plan.ts';
import { simulateArchive } from '../../src/simulate/simulate-archive.ts';
import { defaultSimulation, type SimulateOptions } from '../../src/simulate/simulate-options.ts';
import type { Store } from '../../src/store/store.ts';
import { memoryStore } from './memory-store.ts';
import { dayOf, removeFolder, siteOf, temporaryFolder } from './rebuild-harness.ts';
import { writeArchive } from './write-archive.ts';

export const site = 'news.example';
export const zone = 'America/New_York';
export const firstDay = dayOf('2026-03-07');

export class AuditedWorld {
  readonly root = temporaryFolder();
  readonly archive = join(this.root, 'archive');
  readonly store: Store = memoryStore();
  /** Days of the world from `firstDay` on. */
  readonly days: number;
  /** Epoch seconds. */
  now: number;
  site = siteOf(site, zone);
  #ids = 0;
  #runs = 0;

  constructor(days: number, simulation: Partial<SimulateOptions> = {}) {
    this.days = days;
    this.now = (firstDay + days + 30) * 86_400;
    const simulated = simulateArchive({
      ...defaultSimulation,
      sites: [{ site, zone, urls: 30, visitors: 40, share: 1 }],
      fromDay: firstDay - 1,
      days: days + 3,
      eventsPerDay: 300,
      ...simulation,
    });
    writeArchive(this.archive, simulated, { level: 1 });
  }

  rebuild(more: Partial<RebuildRequest> = {}): Promise<RebuildResult> {
    this.#runs += 1;
    return rebuild(this.ports(), {
      ...this.derived(),
      isApplied: true,
      isForced: false,
      isProvisional: false,
      acceptIncomplete: new Set(),
      run: this.#run('rebuild'),
      ...more,
    });
  }

  audit(more: Partial<AuditRequest> = {}, ports: Partial<AuditPorts> = {}): Promise<AuditResult> {
    const { archive, spill, now, signal } = this.ports();
    const own = { archive, spill, now, signal, store: this.store, observer: {}, ...ports };
    return audit(own, {
      ...this.derived(),
      level: 'full',
      sample: undefined,
      tolerances: {},
      stopAt: undefined,
      isProvisional: false,
      ...more,
    });
  }

  repair(plan: Plan, more: Partial<RepairRequest> = {}): Promise<RepairResult> {
    this.#runs += 1;
    return repair(this.ports(), {
      ...this.derived(),
      isApplied: true,
      plan,
      only: [],
      run: { ...this.#run('repair'), reason: 'ticket 7' },
      ...more,
    });
  }

  #run(command: string): RunIdentity {
    return {
      id: `20260401T00000${String(this.#runs)}Z-${command}`,
      command,
      options: {},
      who: 'test',
      reason: null,
      version: '1.0.0',
    };
  }

  derived(): Pick<
    RebuildRequest,
    'metrics' | 'sites' | 'fromDay' | 'untilDay' | 'inputFormat' | 'acceptEmpty' | 'eventBytesMax'
  > {
    return {
      metrics,
      sites: [this.site],
      fromDay: firstDay,
      untilDay: firstDay + this.days,
      inputFormat: 'auto',
      acceptEmpty: new Set(),
      eventBytesMax: undefined,
    };
  }

  ports(): RebuildPorts {
    return {
      archive: openFolderArchive(this.archive),
      stores: [this.store],
      spill: openFolderSpillSpace(this.root),
      now: () => this.now,
      wait: () => Promise.resolve(),
      newId: () => `g${String((this.#ids += 1))}`,
      signal: new AbortController().signal,
      observer: {},
    };
  }

  /** The lines of an object of the archive. */
  lines(key: string): readonly string[] {
    const text = gunzipSync(readFileSync(join(this.archive, key))).toString();
    return text.split('\n').filter((line) => line !== '');
  }

  write(key: string, lines: readonly string[]): void {
    const path = join(this.archive, key);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, gzipSync(lines.map((line) => `${line}\n`).join('')));
  }

  remove(key: string): void {
    rmSync(join(this.archive, key));
  }

  close(): void {
    removeFolder(this.root);
  }
}

export function planOf(result: AuditResult): Plan {
  return planFromAudit(result, { madeAt: 0, version: '1.0.0' });
}
