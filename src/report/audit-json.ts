/** An audit as JSON lines and as CSV: one line per day, and per differing cell of the sample. */
import { textFromDay } from '../base/calendar.ts';
import { causeOfName } from '../model/cause.ts';
import type { AuditedDays, AuditedPeriod } from './audit-text.ts';
import { csvField } from './csv-field.ts';

/** `type` comes first; dates as texts, everything else as it was found. */
export function auditedPeriodLine(period: AuditedPeriod): object {
  const { site, day, ...found } = period;
  return { type: 'period', site, date: textFromDay(day), ...found };
}

export function auditSummary({ level, periods, leftToOthers, isTimeUp }: AuditedDays): object {
  const verdicts: Record<string, number> = {};
  const byCause: Record<string, number> = {};
  for (const { verdict, causes } of periods) {
    verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
    for (const { cause } of causes) byCause[cause] = (byCause[cause] ?? 0) + 1;
  }
  return { level, periods: verdicts, found: byCause, leftToOthers, isTimeUp };
}

export const auditCsvHeader =
  'site,date,verdict,causes,metric,stored,derived,cells_missing,cells_extra,cells_changed,note\n';

/** The main numbers of a day, one line each; a day without any has one line. */
export function* auditCsvLines(period: AuditedPeriod): Generator<string> {
  const { site, day, verdict, causes, stored, derived, differences, reasons } = period;
  const names = causes.map(({ cause }) => causeOfName(cause).name).join(' ');
  const metrics = Object.keys(derived ?? stored ?? { '': 0 });
  for (const metric of metrics) {
    const counts = differences.byMetric[metric] ?? { missing: 0, extra: 0, changed: 0 };
    const { missing, extra, changed } = metric === '' ? differences.cells : counts;
    const numbers = [stored?.[metric] ?? '', derived?.[metric] ?? '', missing, extra, changed];
    const texts = [site, textFromDay(day), verdict, names, metric, ...numbers, reasons.join('; ')];
    yield `${texts.map((text) => csvField(String(text))).join(',')}\n`;
  }
}
