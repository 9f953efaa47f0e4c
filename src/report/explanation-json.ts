/** Explanations as JSON lines: a published contract. Keys are added, never renamed or removed. */
import { textFromInstant } from '../base/calendar.ts';
import type { ExplainedLine } from '../model/explained-line.ts';
import type { Explanation, FateTotal, SeenMembers } from '../model/explanation.ts';
import { textFromDay } from '../base/calendar.ts';
import { textFromBucket } from '../model/row.ts';
import { allSegment } from '../model/segments.ts';
import { shownVisitor } from './explained-line-text.ts';

type Line = { readonly type: string } & Readonly<Record<string, unknown>>;

/** The number first, then what the lines came to, then who was seen when. */
export function* explanationLines(explanation: Explanation): Generator<Line, void, undefined> {
  yield explanationLine(explanation);
  for (const total of explanation.fates) yield fateLine(total);
  for (const seen of explanation.distinct?.buckets ?? []) yield seenLine('5m', seen);
  for (const seen of explanation.distinct?.hours ?? []) yield seenLine('hour', seen);
}

export function explainedLine(line: ExplainedLine, style: { readonly isUnmasked: boolean }): Line {
  const { object, time, fate, url, action, rule, amount, first } = line;
  return {
    type: 'line',
    object,
    line: line.line,
    time: time === null ? null : textFromInstant(time),
    fate,
    url,
    action,
    visitor: line.visitor === null ? null : shownVisitor(line, style),
    amount,
    rule,
    first_object: first?.object ?? null,
    first_line: first?.line ?? null,
  };
}

function explanationLine(explanation: Explanation): Line {
  const { asked, zone, range, stored, derived, verdict, circumstances, input } = explanation;
  const { dimension, value, metric } = asked.cell;
  return {
    type: 'explanation',
    site: asked.site,
    url: asked.url,
    grain: asked.grain,
    bucket: textFromBucket(asked.grain, asked.bucket),
    date: textFromDay(asked.day),
    zone,
    segment: dimension === allSegment ? dimension : `${dimension}=${value ?? ''}`,
    metric,
    from: textFromInstant(range.from),
    until: textFromInstant(range.until),
    stored: stored.kind === 'number' ? stored.value : null,
    not_stored: stored.kind === 'number' ? null : stored.kind,
    generation: stored.kind === 'number' ? stored.generation : null,
    derived,
    exact: explanation.distinct?.exact ?? null,
    sum_of_buckets: explanation.distinct?.sumOfBuckets ?? null,
    verdict,
    circumstances,
    window_from: textFromInstant(input.window.from),
    window_until: textFromInstant(input.window.until),
    objects: input.objects,
    objects_rejected: input.rejected,
    lines: input.lines,
    unreadable: input.unreadable,
    without_url: input.withoutUrl,
  };
}

function fateLine({ fate, lines, amount, byRule }: FateTotal): Line {
  return { type: 'fate', fate, lines, amount, by_rule: byRule };
}

function seenLine(grain: '5m' | 'hour', { from, seen, fresh }: SeenMembers): Line {
  return { type: 'seen', grain, from: textFromInstant(from), seen, new: fresh };
}
