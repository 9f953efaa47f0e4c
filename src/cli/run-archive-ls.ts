/** Runs `recount archive ls`: lists an archive while it is listed, and sums it up. */
import type { Command } from '@commander-js/extra-typings';
import { daySeconds } from '../base/calendar.ts';
import type { TimeRange } from '../base/zone-clock.ts';
import { refuseFaults } from '../config/option-faults.ts';
import { listingRange } from '../jobs/archive-check-types.ts';
import { TotalsOfArchive } from '../jobs/archive-totals.ts';
import { dayLines, objectLine, totalsFacts } from '../report/archive-json.ts';
import { objectText, totalsText } from '../report/archive-text.ts';
import { openNamedArchive } from './open-archive.ts';
import { printJson, printLines } from './print.ts';
import type { Session } from './session.ts';
import { dayRange, faultsOfRange, readSettings, type DayRange } from './settings.ts';

export async function runArchiveLs(session: Session, command: Command): Promise<void> {
  const { values } = await readSettings(session, command, 'archive ls');
  session.ifInterrupted = 'the list is not whole';
  const days = utcDays(session, values);
  const archive = await openNamedArchive(session, values);
  const totals = new TotalsOfArchive();
  try {
    for await (const object of archive.list(listingRange(rangeOfDays(days)))) {
      session.signal.throwIfAborted();
      if (session.output.isClosed) return;
      totals.add(object);
      if (values.totals) continue;
      if (values.json) await printJson(session, objectLine(object));
      else await printLines(session, [objectText(object)]);
    }
  } finally {
    await archive.close();
  }
  const all = totals.totals();
  if (all.unplaced.objects > 0) session.causes.add(4);
  Object.assign(session.summary, totalsFacts(all));
  if (values.json) for (const line of dayLines(all)) await printJson(session, line);
  else {
    const isListed = all.placed.objects + all.unplaced.objects + all.ignored.objects > 0;
    if (!values.totals && isListed) await printLines(session, ['']);
    await printLines(session, totalsText(all, session.surroundings.columns));
  }
}

/** Keys name UTC days and hours, so dates are UTC too. @throws OptionFaults */
export function utcDays(
  { surroundings }: Session,
  { from, until }: Pick<Parameters<typeof dayRange>[0], 'from' | 'until'>,
): DayRange {
  const days = dayRange({ from, until, zone: undefined }, Math.floor(surroundings.now() / 1000));
  refuseFaults(faultsOfRange(days));
  return days;
}

/** Instants in epoch seconds; undefined where a day is. */
export function rangeOfDays({ fromDay, untilDay }: DayRange): {
  readonly [End in keyof TimeRange]: number | undefined;
} {
  return {
    from: fromDay === undefined ? undefined : fromDay * daySeconds,
    until: untilDay === undefined ? undefined : untilDay * daySeconds,
  };
}
