/** What an audit shows at its end: text for people, JSON lines or CSV, and what to do next. */
import { options, type OptionName } from '../config/options.ts';
import type { Option } from '../config/option.ts';
import type { AuditResult, PeriodAudit } from '../jobs/audit-types.ts';
import {
  auditCsvHeader,
  auditCsvLines,
  auditedPeriodLine,
  auditSummary,
} from '../report/audit-json.ts';
import { auditText } from '../report/audit-text.ts';
import type { PageStep } from '../report/html/audit-page-types.ts';
import { wrappedLines } from '../report/text-lines.ts';
import type { AuditCall, AuditSettings } from './audit-call.ts';
import { commandLines } from './command-text.ts';
import { printJson, printLines } from './print.ts';
import { nameRun } from './run-identity.ts';
import type { Session } from './session.ts';
import { WholeFile } from './whole-file.ts';

type Told = { readonly result: AuditResult; readonly call: AuditCall };

export async function tellAudit(
  session: Session,
  settings: AuditSettings,
  told: Told,
): Promise<void> {
  const { values } = settings;
  const { result } = told;
  Object.assign(session.summary, auditSummary(result));
  const isText = values.format === undefined || values.format === 'table';
  if (!isText) await writeDays(session, settings, result);
  if (values.json) {
    for (const period of result.periods) await printJson(session, auditedPeriodLine(period));
    return;
  }
  if (!isText && values.output === undefined) return;
  const { columns } = session.surroundings;
  const steps = auditSteps(settings, told, columns);
  const lines = [...auditText(result, columns), ...stepLines(steps, columns)];
  if (isText && values.output !== undefined) {
    writeFile(
      session,
      values.output,
      lines.map((line) => `${line}\n`),
    );
  } else await printLines(session, lines);
}

async function writeDays(
  session: Session,
  { values }: AuditSettings,
  { periods }: AuditResult,
): Promise<void> {
  const linesOf = (period: PeriodAudit): Iterable<string> =>
    values.format === 'csv'
      ? auditCsvLines(period)
      : [`${JSON.stringify(auditedPeriodLine(period))}\n`];
  const head = values.format === 'csv' ? [auditCsvHeader] : [];
  const lines = [...head, ...periods.flatMap((period) => [...linesOf(period)])];
  if (values.output !== undefined) writeFile(session, values.output, lines);
  else for (const line of lines) await session.output.write(line);
}

function writeFile(session: Session, path: string, lines: Iterable<string>): void {
  const file = new WholeFile({ path, flag: '--output', id: nameRun(session.surroundings).id });
  try {
    for (const line of lines) file.write(line);
    file.keep();
  } finally {
    file.discard();
  }
}

/** What to do next, with the exact command that puts right what was found or finds out more. */
export function auditSteps(
  settings: AuditSettings,
  { result, call }: Told,
  columns: number,
): readonly PageStep[] {
  const { level, periods, isTimeUp } = result;
  const { plan, resume } = settings.values;
  const steps: PageStep[] = [];
  if (isTimeUp) {
    const text =
      resume === undefined
        ? 'With --resume FILE it would go on from here the next time.'
        : 'The same command goes on from here.';
    steps.push({ text, command: [] });
  }
  const wrong = periods.filter(({ verdict }) => verdict === 'differs');
  if (wrong.length === 0) return steps;
  const again = (changes: Omit<Changes, 'columns'>): readonly string[] =>
    command(settings, call, { ...changes, columns });
  if (level !== 'full') {
    const dropped: readonly OptionName[] = ['quick', 'stored'];
    return [...steps, { text: 'To find out what the logs say:', command: again({ dropped }) }];
  }
  if (periods.every((period) => period.plan === null)) {
    const text = 'None of it can be put right from the logs that are there.';
    return [...steps, { text, command: [] }];
  }
  if (plan === undefined) {
    const added = [['--plan', 'plan.jsonl']];
    const text = 'To put it right, make a plan first:';
    return [...steps, { text, command: again({ dropped: [], added }) }];
  }
  const text = 'To put it right (without --apply: see what would change):';
  return [...steps, { text, command: repairCommand(settings, plan, columns) }];
}

function* stepLines(steps: readonly PageStep[], columns: number): Generator<string> {
  for (const { text, command: lines } of steps) {
    yield '';
    yield* wrappedLines(text, { indent: '', columns });
    for (const line of lines) yield `  ${line}`;
  }
}

type Changes = {
  readonly dropped: readonly OptionName[];
  readonly added?: readonly (readonly string[])[];
  readonly columns: number;
};

function command(
  settings: AuditSettings,
  { dates }: AuditCall,
  { dropped, added = [], columns }: Changes,
): readonly string[] {
  return commandLines(settings, { replaced: dates, dropped, added }, columns);
}

function repairCommand({ found }: AuditSettings, plan: string, columns: number): readonly string[] {
  const isOfRepair = (name: OptionName): boolean =>
    (options[name] as Option).commands.includes('repair');
  const kept = new Map([...found].filter(([name]) => isOfRepair(name)));
  const settings = { command: 'repair' as const, found: kept };
  const added = [['--reason', 'TICKET'], ['--apply']];
  const changes = { replaced: new Map(), dropped: [], added, operands: [plan] };
  return commandLines(settings, changes, columns);
}
