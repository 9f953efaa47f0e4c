/** What a rebuild shows while it runs and at its end: text for people, or JSON lines. */
import type { PeriodResult, RebuildPlan, RebuildResult } from '../jobs/rebuild-types.ts';
import { planText } from '../report/plan-text.ts';
import {
  periodLine,
  plannedPeriodLine,
  planLine,
  rebuildSummary,
  rejectedLine,
} from '../report/rebuild-json.ts';
import { rebuildText } from '../report/rebuild-text.ts';
import { printableText } from '../report/text-lines.ts';
import { commandLines } from './command-text.ts';
import type { RebuildCall, RebuildSettings } from './rebuild-call.ts';
import type { Session } from './session.ts';

export type RebuildOutput = {
  planned(plan: RebuildPlan): void;
  periodDone(period: PeriodResult): void;
  /** The end of --estimate. */
  estimated(plan: RebuildPlan): Promise<void>;
  finished(result: RebuildResult): Promise<void>;
};

export function rebuildOutput(
  session: Session,
  settings: RebuildSettings,
  call: RebuildCall,
): RebuildOutput {
  return settings.values.json ? jsonOutput(session, call) : textOutput(session, settings, call);
}

function jsonOutput({ output, summary }: Session, { request }: RebuildCall): RebuildOutput {
  const isApplied = request.isApplied;
  const run = request.run.id;
  const line = (value: object): string => `${JSON.stringify(value)}\n`;
  return {
    planned: (plan) => output.writeNow(line(planLine(plan))),
    periodDone: (period) => output.writeNow(line(periodLine(period))),
    async estimated(plan) {
      await output.write(line(planLine(plan)));
      for (const period of plan.periods) await output.write(line(plannedPeriodLine(period)));
      Object.assign(summary, { run, applied: false });
    },
    async finished(result) {
      for (const object of result.objects) {
        if (object.rejected !== null) await output.write(line(rejectedLine(object)));
      }
      Object.assign(summary, rebuildSummary(result, { run, isApplied }));
    },
  };
}

function textOutput(
  { output, surroundings, summary }: Session,
  settings: RebuildSettings,
  { request, dates }: RebuildCall,
): RebuildOutput {
  const { columns } = surroundings;
  const { isApplied } = request;
  const commandWith = (added: readonly (readonly string[])[]): readonly string[] =>
    commandLines(settings, { replaced: dates, dropped: ['estimate'], added }, columns);
  const print = async (lines: Iterable<string>): Promise<void> => {
    for (const line of lines) await output.write(`${printableText(line)}\n`);
  };
  return {
    planned: () => undefined,
    periodDone: () => undefined,
    estimated: (plan) => print(planText(plan, { columns, commandLines: commandWith([]) })),
    async finished(result) {
      await print(rebuildText(result, { columns, isApplied, commandWith, run: request.run.id }));
      Object.assign(summary, { run: request.run.id });
    },
  };
}
