/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** The page of an audit as Chromium shows it: on wide and narrow screens, dark, and on paper. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditPage } from '../../../src/report/html/audit-page.ts';
import { pageFromAudit } from '../../../src/report/html/page-from-audit.ts';
import { auditOf, making, rightDay } from '../../support/audit-pages.ts';
import { findChromium, startChromium } from '../../support/browser.ts';
import { removeFolder, temporaryFolder } from '../../support/rebuild-harness.ts';

const chromium = findChromium();

const right = { ...auditOf(0), periods: [rightDay('news.example', 20_500)] };
const audits = { fortnight: auditOf(14), right, many: auditOf(400, 3) };

type Opened = {
  readonly page: Page;
  /** Everything that the page asked for, and what it complained about. */
  readonly requests: string[];
  readonly complaints: string[];
};

describe.skipIf(chromium === undefined)('in Chromium', () => {
  const folder = temporaryFolder();
  let browser: Browser;

  beforeAll(async () => {
    browser = await startChromium(chromium ?? '');
    for (const [name, audit] of Object.entries(audits)) {
      const text = [...auditPage(pageFromAudit(audit, making))].join('');
      writeFileSync(join(folder, `${name}.html`), text);
    }
  });
  afterAll(async () => {
    await browser.close();
    removeFolder(folder);
  });

  async function open(
    name: string,
    width: number,
    scheme: 'light' | 'dark' = 'light',
  ): Promise<Opened> {
    const page = await browser.newPage();
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => void requests.push(request.url()));
    page.on('console', (message) => void complaints.push(message.text()));
    page.on('pageerror', (error) => void complaints.push(String(error)));
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await page.setViewport({ width, height: 800 });
    await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
    return { page, requests, complaints };
  }

  test.each([
    ['fortnight', 360],
    ['fortnight', 1100],
    ['many', 360],
    ['right', 360],
  ])('%s at %d px: nothing is wider than the screen, nothing is loaded', async (name, width) => {
    const { page, requests, complaints } = await open(name, width);
    const tooWide = await page.evaluate(() => {
      const { clientWidth, scrollWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    expect(tooWide).toBe(0);
    expect(requests).toEqual([page.url()]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('on a phone no table has to be pushed aside to read it', async () => {
    const { page } = await open('fortnight', 360);
    const pushed = await page.evaluate(() =>
      [...document.querySelectorAll('section > .scroll, .charts > .scroll')]
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
        .map((element) => element.querySelector('caption')?.textContent),
    );
    expect(pushed).toEqual([]);
    await page.close();
  });

  test.each([
    ['fortnight', 'light'],
    ['fortnight', 'dark'],
    ['right', 'dark'],
  ] as const)('%s, %s: no fault of accessibility, contrast included', async (name, scheme) => {
    const { page } = await open(name, 1100, scheme);
    await page.evaluate(() => {
      for (const element of document.querySelectorAll('details')) element.open = true;
    });
    await page.evaluate(axe.source);
    const faults = await page.evaluate(async () => {
      const run = (globalThis as unknown as { axe: typeof axe }).axe.run;
      const { violations } = await run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      });
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
    });
    expect(faults).toEqual([]);
    await page.close();
  });

  test('headings go down one level at a time; every chart has a name and a table', async () => {
    const { page } = await open('fortnight', 1100);
    const levels = await page.evaluate(() =>
      [...document.querySelectorAll('h1, h2, h3')].map(({ tagName }) => Number(tagName[1])),
    );
    expect(levels[0]).toBe(1);
    expect(levels.slice(1)).not.toContain(1);
    levels.reduce((before, level) => {
      expect(level - before).toBeLessThanOrEqual(1);
      return level;
    });
    const charts = await page.evaluate(() =>
      [...document.querySelectorAll('figure')].map((figure) => ({
        hasName: figure.querySelector('svg[role="img"] > title')?.textContent !== '',
        hasText: (figure.querySelector('svg[role="img"] > desc')?.textContent ?? '').length > 20,
        rows: figure.querySelectorAll('table tbody tr').length,
      })),
    );
    expect(charts.slice(0, 2)).toEqual([
      { hasName: true, hasText: true, rows: 14 },
      { hasName: true, hasText: true, rows: 14 },
    ]);
    await page.close();
  });

  test('the first key stop leads past the head', async () => {
    const { page } = await open('fortnight', 1100);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
      'Skip to the result',
    );
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    await page.close();
  });

  test('on paper it is dark ink on white, nothing cut off, even from a dark screen', async () => {
    const { page } = await open('fortnight', 1100, 'dark');
    await page.emulateMediaType('print');
    const [ink, paper] = await page.evaluate(() => {
      const { color, backgroundColor } = getComputedStyle(document.body);
      return [color, backgroundColor];
    });
    expect([ink, paper]).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
    const pdf = Buffer.from(await page.pdf({ preferCSSPageSize: true, printBackground: true }));
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? [];
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.length).toBeLessThan(8);
    await page.close();
  });
});
