/** The plan of an audit, as a value and as the lines of its file. */
import { dayFromText, textFromInstant } from '../base/calendar.ts';
import { UsageError } from '../base/errors.ts';
import { causes } from '../model/cause.ts';
import { planSchema, type Plan, type PlanHead, type PlanPeriod } from '../model/plan.ts';
import type { AuditResult } from './audit-types.ts';

/** @param madeAt epoch seconds. */
export function planFromAudit(
  { periods, archive, store }: AuditResult,
  { madeAt, version }: { readonly madeAt: number; readonly version: string },
): Plan {
  const planned = periods.flatMap(({ plan }) => plan ?? []);
  const head: PlanHead = {
    type: 'plan',
    schema: planSchema,
    madeAt: textFromInstant(madeAt),
    version,
    archive,
    store,
    periods: planned.length,
  };
  return { head, periods: planned };
}

export function* planLines({ head, periods }: Plan): Generator<string, void, undefined> {
  yield `${JSON.stringify(head)}\n`;
  for (const period of periods) yield `${JSON.stringify(period)}\n`;
}

/** @throws UsageError where it is no plan, is cut off, or is of a later form. */
export function planFromText(text: string, path: string): Plan {
  const [head, ...periods] = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line, index) => valueOfLine(line, `${path}, line ${String(index + 1)}`));
  if (!isHead(head)) {
    throw new UsageError(`${path} is not a plan of this version`, {
      hint: 'make one with recount audit --plan FILE',
    });
  }
  if (head.periods !== periods.length) {
    const found = `${String(periods.length)} of ${String(head.periods)}`;
    throw new UsageError(`${path} is not whole: it has ${found} periods`, {
      hint: 'make it again with recount audit --plan FILE',
    });
  }
  periods.forEach((period, index) => {
    if (isPeriod(period)) return;
    throw new UsageError(`${path}, line ${String(index + 2)} is no period of a plan`, {
      hint: 'lines may be left out (with their number in the first line), but not be changed',
    });
  });
  return { head, periods: periods as PlanPeriod[] };
}

function valueOfLine(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    const hint = 'make the plan again with recount audit --plan FILE';
    throw new UsageError(`${place} is not JSON`, { hint, cause });
  }
}

function isHead(value: unknown): value is PlanHead {
  const head = value as Partial<PlanHead> | null | undefined;
  return head?.type === 'plan' && head.schema === planSchema && typeof head.periods === 'number';
}

const causeNames: ReadonlySet<unknown> = new Set(causes.map(({ name }) => name));

function isPeriod(value: unknown): value is PlanPeriod {
  const period = value as Partial<PlanPeriod> | null;
  return (
    period?.type === 'period' &&
    [period.site, period.date, period.input, period.rules].every(
      (one) => typeof one === 'string',
    ) &&
    dayFromText(period.date ?? '') !== undefined &&
    typeof period.epoch === 'number' &&
    Array.isArray(period.grains) &&
    Array.isArray(period.causes) &&
    period.causes.every((cause) => causeNames.has(cause)) &&
    typeof period.derived?.rows === 'object' &&
    typeof period.derived.pages === 'object'
  );
}
