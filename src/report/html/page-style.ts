/** The style of the page: for screens light and dark, wide and narrow, and for paper. */

export const pageStyle = `
:root {
  color-scheme: light dark;
  --paper: #f6f7f9; --card: #ffffff; --ink: #17202c; --soft: #4d5a6b; --line: #d9dee6;
  --stored: #b4410a; --expected: #1f5fbf; --fill: #d6e4f9;
  --right: #176b3a; --right-bg: #e2f4e8; --wrong: #b3231c; --wrong-bg: #fde7e5;
  --intended: #6b3fa0; --intended-bg: #f0e8fa; --unknown: #56616f; --unknown-bg: #e9ecf0;
  --code: #eef1f5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #11151b; --card: #1a2029; --ink: #e8ecf2; --soft: #a9b4c3; --line: #323c4a;
    --stored: #ffa45c; --expected: #8ab8ff; --fill: #24406b;
    --right: #76d69a; --right-bg: #16331f; --wrong: #ff9d94; --wrong-bg: #44201d;
    --intended: #cdb0f5; --intended-bg: #33264a; --unknown: #b3bdca; --unknown-bg: #2a323d;
    --code: #0d1117;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
.sheet { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1, h2, h3 { line-height: 1.25; margin: 0; text-wrap: balance; overflow-wrap: anywhere; }
h1 { font-size: 1.65rem; letter-spacing: -.01em; }
h2 { font-size: 1.25rem; }
h3 { font-size: 1rem; }
p { margin: .5rem 0 0; max-width: 46rem; overflow-wrap: anywhere; }
a { color: var(--expected); }
:focus-visible { outline: 3px solid var(--expected); outline-offset: 2px; border-radius: 3px; }
.eyebrow { color: var(--soft); font-size: .875rem; margin: 0 0 .25rem; }
.skip { position: absolute; left: -999rem; }
.skip:focus { position: static; }
section, .verdict { margin-top: 1.25rem; background: var(--card); border: 1px solid var(--line);
  border-radius: 12px; padding: 1.25rem; }
.verdict { border-left: 8px solid var(--tone); background: var(--tone-bg); }
.verdict h2 { font-size: 1.4rem; color: var(--tone); }
.verdict p { font-size: 1.0625rem; }
.tone-right { --tone: var(--right); --tone-bg: var(--right-bg); }
.tone-wrong { --tone: var(--wrong); --tone-bg: var(--wrong-bg); }
.tone-intended { --tone: var(--intended); --tone-bg: var(--intended-bg); }
.tone-unknown { --tone: var(--unknown); --tone-bg: var(--unknown-bg); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .75rem;
  margin: 1.25rem 0 0; padding: 0; list-style: none; }
.tiles li { background: var(--card); border: 1px solid var(--line); border-radius: 12px;
  padding: .75rem 1rem; }
.tiles b { display: block; font-size: 1.75rem; line-height: 1.2; color: var(--tone, var(--ink));
  font-variant-numeric: tabular-nums; }
.tiles span { color: var(--soft); font-size: .875rem; }
.pill { display: inline-block; padding: 0 .5rem; border-radius: 99px; font-size: .8125rem;
  font-weight: 600; color: var(--tone); background: var(--tone-bg); white-space: nowrap; }
.scroll { overflow-x: auto; margin-top: .75rem; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
caption { text-align: left; color: var(--soft); font-size: .875rem; padding-bottom: .375rem; }
th, td { padding: .4rem .6rem; text-align: left; vertical-align: top;
  border-top: 1px solid var(--line); }
thead th, thead .n { border-top: 0; color: var(--soft); font-weight: 600; font-size: .8125rem;
  white-space: normal; vertical-align: bottom; }
tbody th { font-weight: 600; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.gap { color: var(--wrong); font-weight: 600; }
.date { white-space: nowrap; font-variant-numeric: tabular-nums; }
.soft { color: var(--soft); }
code, pre { font: .875rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono",
  monospace; }
code { overflow-wrap: anywhere; }
td code { overflow-wrap: normal; }
pre { background: var(--code); border: 1px solid var(--line); border-radius: 8px; margin: .5rem 0 0;
  padding: .75rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; }
ol, ul { margin: .5rem 0 0; padding-left: 1.35rem; }
li { margin-top: .35rem; overflow-wrap: anywhere; }
.causes { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr));
  margin-top: .75rem; }
.cause { border: 1px solid var(--line); border-left: 5px solid var(--tone); border-radius: 8px;
  padding: .75rem 1rem; }
.cause ul { font-size: .875rem; color: var(--soft); }
.charts { display: grid; gap: 1.5rem; margin-top: .75rem; }
figure { margin: 0; min-width: 0; }
figcaption { font-weight: 600; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .25rem 0 0; padding: 0;
  list-style: none; font-size: .875rem; color: var(--soft); }
.legend li { margin: 0; display: flex; align-items: center; gap: .4rem; }
.legend svg { width: 1.75rem; height: .9rem; flex: none; }
.plot { display: grid; grid-template-columns: auto minmax(0, 1fr); column-gap: .5rem;
  margin-top: .5rem; font-size: .75rem; color: var(--soft); font-variant-numeric: tabular-nums; }
.plot .y { display: flex; flex-direction: column; justify-content: space-between;
  text-align: right; line-height: 1; }
.plot svg { display: block; width: 100%; border-bottom: 1px solid var(--soft); overflow: visible; }
.plot .tall { height: 10rem; }
.plot .low { height: 3.5rem; margin-top: .5rem; border-bottom: 0; }
.plot .y.low { margin-top: .5rem; height: 3.5rem; }
.plot .x { grid-column: 2; display: flex; justify-content: space-between; padding-top: .25rem; }
.grid { stroke: var(--line); }
.area { fill: var(--fill); }
.edge { fill: none; stroke: var(--expected); stroke-width: 2; vector-effect: non-scaling-stroke; }
.mark { fill: none; stroke: var(--stored); stroke-width: 2.5; stroke-dasharray: 5 3;
  vector-effect: non-scaling-stroke; }
.off { fill: var(--wrong-bg); }
.more { fill: var(--stored); }
.less { fill: var(--expected); }
.zero { stroke: var(--soft); vector-effect: non-scaling-stroke; }
details { margin-top: .5rem; }
summary { cursor: pointer; color: var(--expected); font-size: .875rem; padding: .2rem 0; }
.month { table-layout: fixed; border-collapse: separate; border-spacing: 2px; font-size: .75rem; }
.month th, .month td { border: 0; padding: 0; text-align: center; }
.month thead th { font-size: .6875rem; font-weight: 400; }
.month .name { width: 3.6rem; text-align: left; font-weight: 400; color: var(--soft);
  font-variant-numeric: tabular-nums; }
.month .day { height: 1.25rem; border-radius: 3px; background: var(--tone-bg); color: var(--tone);
  font-weight: 700; line-height: 1.25rem; overflow: hidden; }
.keys { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; padding: 0;
  font-size: .875rem; color: var(--soft); }
.keys b { display: inline-block; width: 1.25rem; text-align: center; border-radius: 3px;
  background: var(--tone-bg); color: var(--tone); margin-right: .35rem; }
.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .25rem 1rem;
  margin: .75rem 0 0; }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.vh { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; }
footer { margin-top: 1.5rem; color: var(--soft); font-size: .875rem; }
@media (max-width: 40rem) {
  body { font-size: 15px; }
  .sheet { padding: 1rem .75rem 2rem; }
  section, .verdict { padding: 1rem .875rem; }
  h1 { font-size: 1.4rem; }
  .facts { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .facts dd { margin-bottom: .5rem; }
  .month { border-spacing: 1px; }
  .month thead { display: none; }
  .month .name { width: 2.9rem; font-size: .625rem; }
  .month .day { height: 1rem; line-height: 1rem; font-size: .5625rem; }
  .wide-only { display: none; }
  table { font-size: .875rem; }
  th, td { padding: .35rem .3rem; overflow-wrap: break-word; }
  th:first-child, td:first-child { padding-left: 0; }
  th:last-child, td:last-child { padding-right: 0; }
  .share, .site { display: block; }
  .pill { white-space: normal; border-radius: 8px; }
}
@media (max-width: 24rem) {
  table { font-size: .8125rem; }
  thead th, thead .n { font-size: .75rem; }
  th, td { padding: .35rem .2rem; }
}
@media print {
  :root { color-scheme: light;
    --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --code: #fff;
    --stored: #b4410a; --expected: #1f5fbf; --fill: #d6e4f9;
    --right: #176b3a; --right-bg: #e2f4e8; --wrong: #b3231c; --wrong-bg: #fde7e5;
    --intended: #6b3fa0; --intended-bg: #f0e8fa; --unknown: #56616f; --unknown-bg: #e9ecf0; }
  @page { size: A4; margin: 16mm 14mm; }
  body { font-size: 10.5pt; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  .sheet { max-width: none; padding: 0; }
  section, .verdict { break-inside: auto; border-radius: 0; padding: .75rem 0; border: 0;
    border-top: 1px solid var(--line); margin-top: .75rem; }
  .verdict { border: 1px solid var(--line); border-left: 8px solid var(--tone);
    padding: .75rem 1rem; }
  .plot .tall { height: 6.5rem; }
  .charts { gap: 1rem; }
  figure, .cause, tr, pre, .tiles li { break-inside: avoid; }
  h2, h3, figcaption, caption { break-after: avoid; }
  .skip, details.data { display: none; }
  details::details-content { content-visibility: visible; display: block; }
  .whole { break-inside: avoid; }
  .scroll { overflow: visible; }
  thead { display: table-header-group; }
}
`;
