/** What is live in a store, as JSON lines: a published contract. Keys are added, never renamed. */
import { textFromDay, textFromInstant } from '../base/calendar.ts';
import type { ReportedDisagreement, ReportedPeriod, ReportedSite } from './store-status-text.ts';

type Line = { readonly type: string } & Readonly<Record<string, unknown>>;

export function siteLine(store: string, status: ReportedSite): Line {
  const { firstDay, lastDay, gaps, bytes } = status;
  return {
    type: 'site',
    store,
    site: status.site,
    days_live: status.daysLive,
    first: firstDay === null ? null : textFromDay(firstDay),
    last: lastDay === null ? null : textFromDay(lastDay),
    gaps: gaps.map(({ fromDay, untilDay }) => ({
      from: textFromDay(fromDay),
      until: textFromDay(untilDay),
    })),
    kept: status.kept,
    intents: status.intents,
    pinned: status.pinned.map(textFromDay),
    undone: status.hidden.map(textFromDay),
    provisional: status.provisional.map(textFromDay),
    incomplete: status.incomplete.map(textFromDay),
    bytes,
    faults: status.faults,
  };
}

export function periodStatusLine(store: string, status: ReportedPeriod): Line {
  const { site, day, live, liveBy, liveSince, grains, pinnedBy, kept, intents } = status;
  return {
    type: 'period',
    store,
    site,
    date: textFromDay(day),
    live,
    live_by: liveBy,
    live_since: liveSince === null ? null : textFromInstant(liveSince),
    grains,
    pinned_by: pinnedBy,
    kept: kept.map(({ generation, run, until }) => {
      return { generation, run, kept_until: textFromInstant(until) };
    }),
    intents: intents.map(({ run, renewedAt }) => {
      return { run, renewed_at: textFromInstant(renewedAt) };
    }),
    provisional: status.isProvisional,
    incomplete: status.isIncomplete,
    bytes: status.bytes,
    fault: status.fault,
  };
}

export function disagreementLine(
  first: string,
  { site, day, other, what }: ReportedDisagreement,
): Line {
  return { type: 'disagreement', site, date: textFromDay(day), stores: [first, other], what };
}

/** `{"type":"storage","store":…,"copies":…,…}` */
export function factsLine(
  store: string,
  facts: readonly { readonly name: string; readonly text: string }[],
): Line {
  return {
    type: 'storage',
    store,
    ...Object.fromEntries(facts.map(({ name, text }) => [name, text])),
  };
}
