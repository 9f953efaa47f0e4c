/** What `recount audit --against` shows: text for people, or JSON lines. */
import type { AgainstResult } from '../jobs/against-result.ts';
import { againstLine, comparedLine } from '../report/against-json.ts';
import { againstText } from '../report/against-text.ts';
import { printLines } from './print.ts';
import type { Session } from './session.ts';

export async function showAgainst(
  session: Session,
  result: AgainstResult,
  { json }: { readonly json: boolean },
): Promise<void> {
  const count = (kind: AgainstResult['periods'][number]['kind']): number =>
    result.periods.filter((period) => period.kind === kind).length;
  Object.assign(session.summary, {
    periods: result.periods.length,
    same: count('same'),
    differ: count('differs'),
    only_ours: count('only_ours'),
    only_theirs: count('only_theirs'),
    unreadable: count('unreadable'),
  });
  if (!json) {
    await printLines(session, againstText(result, session.surroundings.columns));
    return;
  }
  for (const period of result.periods) await session.output.write(againstLine(period));
  await session.output.write(comparedLine(result));
}
