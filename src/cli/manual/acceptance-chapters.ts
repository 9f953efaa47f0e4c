/** Which lines count: outcomes, readings, read window. */
import { settleSeconds } from '../../archive/read-window.ts';
import { options } from '../../config/options.ts';
import { lineBytesMax } from '../../decode/decode.ts';
import { idBytesMax, urlBytesMax } from '../../decode/required-values.ts';
import { outcomes, type Outcome } from '../../model/ledger.ts';
import { groupedText, spanText } from '../../report/number-text.ts';
import { terms, text, type Chapter, type Term } from './manual-page.ts';
import { sentenceFrom } from './option-terms.ts';

/** What the few words of the table of outcomes leave open. */
const outcomeDetails: Readonly<Record<Outcome, string>> = {
  oversized: `The limit is ${groupedText(lineBytesMax)} bytes without the line end.`,
  blank: 'Tabs and carriage returns are space, too.',
  malformed:
    'JSON that RFC 8259 does not allow, bytes that are no UTF-8, JSON that is no object, a byte ' +
    'order mark, or a line that is not of the access log format.',
  not_a_hit: 'In access logs: the status is another than 200, 204 or 304.',
  other_site: 'A line without any site is `incomplete`.',
  incomplete:
    'The url may also be empty after it was normalised; the time may be there and unreadable. In ' +
    'access logs the id is made from the request, which needs its `rand`.',
  invalid:
    'An action, url, visitor or id that is no text; an engaged time of a heartbeat that is ' +
    'missing, no whole number, below 0 or above 86,400; a session number that is no whole number ' +
    `from 1 to 2,147,483,647; a url of more than ${groupedText(urlBytesMax)} bytes, a visitor or ` +
    `id of more than ${groupedText(idBytesMax)}.`,
  other_period: 'Tallied by the date of the event, so that very late lines are seen.',
  out_of_window: 'Tallied by date: such days need a wider window.',
  excluded:
    'A range of addresses, a key of `extra_data` with its value, or the beginning of the url. ' +
    'Each rule has its own count.',
  bot: 'The package `isbot` knows them. A line may also name `Googlebot` as its browser itself.',
  duplicate:
    'By its id, of the same site and local date. The first in the ' +
    'order of the archive counts: by the key of the object, then by the number of the line. A ' +
    'copy that lies in another 5-minute bucket is also tallied as a conflict.',
  counted: 'These are the events; they are told by action as well.',
};

export const acceptanceChapters: readonly Chapter[] = [
  outcomesChapter(),
  readingsChapter(),
  windowChapter(),
];

function outcomesChapter(): Chapter {
  const list = outcomes.map(({ name, about }, index): Term => {
    return [`${index + 1}. \`${name}\``, `${sentenceFrom(about)} ${outcomeDetails[name]}`];
  });
  const ofPeriods = outcomes.filter(({ scope }) => scope === 'period').map(({ name }) => name);
  return {
    title: 'Outcomes of a line',
    blocks: [
      ...text(
        'Every line has exactly one outcome: the first of these that applies. The lines that ' +
          'were read are the sum of all outcomes, for every object and every run.',
      ),
      terms(...list),
      ...text(
        `${ofPeriods.map((name) => `\`${name}\``).join(', ')} belong to a period and stand in ` +
          'its manifest, the same whatever else a run did. The others depend on what was asked ' +
          'for, and stand in the record of the run.',
        'An object (a file of the archive) is read as a whole or not at all. One that is cut ' +
          'off, fails its checksum, has bytes behind its last gzip member, is no gzip, is ' +
          'empty, or changes while it is read is rejected with its cause, and none of its lines ' +
          'is in any ledger. A gzip of nothing is good. Files that end neither in .gz nor in ' +
          '.json, .jsonl or .log are listed as ignored.',
      ),
    ],
  };
}

function readingsChapter(): Chapter {
  return {
    title: 'Readings',
    blocks: [
      terms(
        [
          '`absent`',
          'A value that is missing, null or the empty text. A number may be written as a ' +
            'text. Of a key that occurs twice the last one is taken.',
        ],
        [
          '`event time`',
          'Of Data Pipeline lines the first of `ts_action`, `timestamp_info_override_ms` and ' +
            '`timestamp_info_nginx_ms` that is present; it alone decides. `ts_action` is UTC ' +
            'unless it has an offset. Of access logs the time of the server with its offset. ' +
            'Fractions of a second are dropped.',
        ],
        [
          '`url`',
          'Of Data Pipeline lines `url_clean`, else `url`. Cut at the first ? or #; scheme and ' +
            'host in lower case; user, password and the default port left out; an empty path is ' +
            '/. Everything else stays as it is: escapes, dots, double slashes.',
        ],
        [
          '`visitor`',
          'Of Data Pipeline lines the id of the visitor on the site. Of access logs `u`, else ' +
            '`parsely_site_uuid` in `data`.',
        ],
        [
          '`id`',
          'Of Data Pipeline lines the id of the event. Of access logs visitor, action, url as it ' +
            'was sent and `rand`, together.',
        ],
      ),
    ],
  };
}

function windowChapter(): Chapter {
  return {
    title: 'Read window and completeness',
    blocks: text(
      'The key of an object names a UTC day, or an hour of it. A period reads every object whose ' +
        'day or hour meets the window from the start of the period less `early` (default ' +
        `${options.early.default}) to its end plus \`late\` (default ${options.late.default}). ` +
        'Window and identity belong to the period, so its rows are the same, byte for byte, ' +
        'whether they were derived in a run over one day or over a year.',
      'A window is complete when there is an object for every hour of it (or every day, where ' +
        'keys name days), and none was rejected. `expect` says otherwise for archives in which a ' +
        'quiet hour has no object. A period that is not complete is published only where its ' +
        'date is given with `--accept-incomplete`, and its manifest says so. Objects under a ' +
        'tenth of the median size of their neighbours are warned of.',
      `A window is closed when its last day or hour and ${spanText(settleSeconds)} more have ` +
        'passed. An open period is taken only with `--provisional`, and its manifest says so.',
    ),
  };
}
