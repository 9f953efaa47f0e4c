/** The page of an audit as text: what it says, and how large it may become. */
import { expect, test } from 'vitest';
import type { AuditPage } from '../../../src/report/html/audit-page-types.ts';
import { auditPage } from '../../../src/report/html/audit-page.ts';
import { html } from '../../../src/report/html/markup.ts';
import { pageFromAudit } from '../../../src/report/html/page-from-audit.ts';
import { auditOf, making, rightDay, uncheckedDay } from '../../support/audit-pages.ts';

function textOf(page: AuditPage): string {
  return [...auditPage(page)].join('');
}

const fortnight = pageFromAudit(auditOf(14), making);

test('a name of the log is text, whatever it holds', () => {
  expect(html`<b title="${'"<&'}">${'<i>\u0007'}</b>`.text).toBe(
    '<b title="&quot;&lt;&amp;">&lt;i&gt;\u{fffd}</b>',
  );
  expect(textOf(fortnight)).not.toContain('<script');
});

test('the verdict says in a sentence what is wrong, what is right and what is unknown', () => {
  expect(fortnight.title).toBe('news.example, 1 March 2026 to 14 March 2026');
  expect(fortnight.verdict).toEqual({
    tone: 'wrong',
    headline: '2 of 13 days are not right',
    text:
      '2 days differ: stored rows edited (1 day), late data (1 day). 88 values in all differ. ' +
      'The numbers of 10 days are what the raw logs give. ' +
      '1 day differs because somebody wanted it so. ' +
      'Nothing is known of 1 day that could not be checked.',
  });
});

test('where all is right, it says no more than that', () => {
  const audit = {
    ...auditOf(0),
    periods: [rightDay('a.example', 20_500), rightDay('a.example', 20_501)],
  };
  const page = pageFromAudit(audit, { ...making, steps: [] });
  expect(page.verdict).toEqual({
    tone: 'right',
    headline: 'The numbers are right',
    text: 'The numbers of all 2 days are what the raw logs give.',
  });
  expect(page.notChecked).toEqual([]);
  const text = textOf(page);
  for (const heading of ['What to do next', 'Why', 'Day by day'])
    expect(text).not.toContain(`>${heading}<`);
});

test('a right day beside an unknown one is not a clean result', () => {
  const audit = {
    ...auditOf(0),
    periods: [rightDay('a.example', 20_500), uncheckedDay('a.example', 20_501)],
  };
  const { verdict, notChecked } = pageFromAudit(audit, making);
  expect(verdict).toMatchObject({ tone: 'unknown', headline: 'What could be checked is right' });
  expect(notChecked[0]).toContain('2026-02-17, a.example: 2 hours without logs');
  const none = pageFromAudit({ ...audit, periods: audit.periods.slice(1) }, making);
  expect(none.verdict).toMatchObject({ tone: 'unknown', headline: 'Nothing could be checked' });
});

test('a shallow audit does not claim what it did not look at', () => {
  const audit = { ...auditOf(0), periods: [rightDay('a.example', 20_500)] };
  const stored = pageFromAudit({ ...audit, level: 'stored' }, making);
  expect(stored.verdict.text).toBe(
    'The numbers of the day are as they were written, and do not contradict themselves.',
  );
  expect(stored.notChecked).toEqual([
    'The raw logs were not read: whether the numbers are what the logs give is open.',
  ]);
});

test('years of many sites make a page that can still be opened', () => {
  const page = pageFromAudit(auditOf(730, 40), making);
  expect(page.days).toHaveLength(29_200);
  const text = textOf(page);
  expect(text.length).toBeLessThan(2_000_000);
  expect(text).toContain('32 more sites with fewer differing days');
  expect(text).toContain('the first 150 of');
});
