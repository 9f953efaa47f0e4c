/** What `recount explain` prints: text for people, or JSON lines. */
import { textFromDay } from '../base/calendar.ts';
import { ZoneClock } from '../base/zone-clock.ts';
import type { ExplainResult } from '../jobs/explain-types.ts';
import type { ExplainedLine, LineFate } from '../model/explained-line.ts';
import { explainedLineText } from '../report/explained-line-text.ts';
import { explainedLine, explanationLines } from '../report/explanation-json.ts';
import { explanationText, lineStyle, linesHead } from '../report/explanation-text.ts';
import { countText, groupedText } from '../report/number-text.ts';
import { wrappedLines } from '../report/text-lines.ts';
import { commandLines } from './command-text.ts';
import type { ExplainSettings } from './explain-call.ts';
import { printJson, printLines } from './print.ts';
import type { Session } from './session.ts';

export async function tellExplanation(
  session: Session,
  settings: ExplainSettings,
  result: ExplainResult,
): Promise<void> {
  const { explanation, causes } = result;
  for (const cause of causes) session.causes.add(cause);
  const { stored, derived, verdict } = explanation;
  const value = stored.kind === 'number' ? stored.value : null;
  Object.assign(session.summary, { stored: value, derived, verdict });
  if (settings.values.json) await tellAsJson(session, settings, result);
  else await tellAsText(session, settings, result);
}

async function tellAsJson(
  session: Session,
  { values }: ExplainSettings,
  result: ExplainResult,
): Promise<void> {
  for (const line of explanationLines(result.explanation)) await printJson(session, line);
  if (!values.lines) return;
  const style = { isUnmasked: values.unmask };
  const listed = await listLines(session, { result, linesMax: values.linesMax }, (line) =>
    printJson(session, explainedLine(line, style)),
  );
  Object.assign(session.summary, { lines_behind: linesBehind(result), lines_listed: listed });
}

async function tellAsText(
  session: Session,
  settings: ExplainSettings,
  result: ExplainResult,
): Promise<void> {
  const { values } = settings;
  const { explanation } = result;
  const { columns } = session.surroundings;
  const style = {
    clock: new ZoneClock(explanation.zone),
    columns,
    isUnmasked: values.unmask,
    areLinesListed: values.lines,
  };
  await printLines(session, explanationText(explanation, style));
  if (values.lines) {
    await printLines(session, linesHead(explanation));
    const ofLine = lineStyle(explanation, style);
    let listed = 0;
    for (const { fate, lines } of explanation.fates) {
      if (lines === 0 || listed >= values.linesMax) continue;
      await printLines(session, ['', fate]);
      const linesMax = values.linesMax - listed;
      listed += await listLines(session, { result, fate, linesMax }, (line) =>
        printLines(session, explainedLineText(line, ofLine)),
      );
    }
    await printLines(session, restText(linesBehind(result), listed, columns));
  }
  await printLines(session, remedyText(settings, result, columns));
}

/** All lines, or those of one fate. @returns how many were listed. */
async function listLines(
  session: Session,
  { result, fate, linesMax }: { result: ExplainResult; fate?: LineFate; linesMax: number },
  print: (line: ExplainedLine) => Promise<void>,
): Promise<number> {
  let listed = 0;
  for (const line of result.lines()) {
    session.signal.throwIfAborted();
    if (listed === linesMax || session.output.isClosed) break;
    if (fate !== undefined && line.fate !== fate) continue;
    await print(line);
    listed += 1;
  }
  return listed;
}

function linesBehind({ explanation }: ExplainResult): number {
  return explanation.fates.reduce((sum, { lines }) => sum + lines, 0);
}

function restText(lines: number, listed: number, columns: number): readonly string[] {
  if (lines === listed) return [];
  const text =
    `${groupedText(listed)} of ${countText(lines, 'line')} are listed; ` +
    'the totals above are of all. For the others raise --lines-max, or ask for 5 minutes ' +
    'of the day with --bucket.';
  return ['', ...wrappedLines(text, { indent: '', columns })];
}

/** The command that puts a wrong number right. */
function remedyText(
  { found, sites }: ExplainSettings,
  { explanation: { verdict, asked, zone } }: ExplainResult,
  columns: number,
): readonly string[] {
  if (verdict !== 'differs') return [];
  const { day } = asked;
  const added = [
    ['--site', asked.site],
    ['--from', textFromDay(day)],
    ['--until', textFromDay(day + 1)],
    ...(sites[0]?.values.zone === undefined ? [['--zone', zone]] : []),
    ['--force'],
  ];
  const dropped = [...ofExplainOnly];
  const settings = { command: 'rebuild' as const, found };
  const lines = commandLines(settings, { replaced: new Map(), dropped, added }, columns);
  return [
    '',
    'To see what a rebuild of the day would change:',
    ...lines.map((line) => `  ${line}`),
  ];
}

/** Options that a rebuild does not have. */
const ofExplainOnly = [
  'url',
  'metric',
  'segment',
  'day',
  'bucket',
  'beyond',
  'lines',
  'linesMax',
  'unmask',
  'json',
] as const;
