/** Of the manual of `recount audit`: its causes, its diagnosis, and numbers from elsewhere. */
import { hypotheses } from '../../jobs/hypotheses.ts';
import { causes } from '../../model/cause.ts';
import { code, terms, text, type Chapter, type Term } from './manual-page.ts';
import { sentenceFrom } from './option-terms.ts';

export const auditChapters: readonly Chapter[] = [
  {
    title: 'Causes',
    blocks: [
      ...text(
        'A cause is named by evidence only. What is intended is no difference for the exit code, ' +
          'and is repaired only where `recount repair --only` names it.',
      ),
      terms(
        ...causes.map(({ name, about, isIntended }): Term => {
          return [`\`${name}\``, `${sentenceFrom(about)}${isIntended ? ' Intended.' : ''}`];
        }),
      ),
    ],
  },
  {
    title: 'Diagnosis',
    blocks: [
      ...text(
        'With `--diagnose` a day that nothing explains is recounted in other ways. One is named, ' +
          'as the cause `counted_otherwise`, only where it gives every stored number and every ' +
          'sketch exactly. It reads the logs of the day up to three times, and derives the day ' +
          'once for each way. Without it, such a cause is at most suspected.',
      ),
      terms(...hypotheses.map(({ name, about }): Term => [`\`${name}\``, sentenceFrom(about)])),
    ],
  },
  {
    title: 'Numbers from elsewhere',
    blocks: [
      ...text(
        'With `--against` the numbers of a file or of another store are checked in place of the ' +
          'stored ones: by what the logs give, or with `--stored`, without reading any log, by ' +
          'what the first `--store` shows. That is the side-by-side run of a migration. Days ' +
          'that only one side has are differences (exit code 3); days that cannot be read, or ' +
          'whose logs are not complete, are named (exit code 4).',
        'A metric, a grain, a segment or the pages that one side does not record are not ' +
          'compared; the result says which. Distinct counts compare by their sketches where both ' +
          'sides have them, else by value; `--tolerance` `visitors=1%` allows for estimates. ' +
          'With `--stored`, `--zone` may be left out: days are in the zone that the stores have ' +
          'them in; where two have different ones, that is an error.',
        'A file holds rows as `recount export` writes them (JSON lines, with or without ' +
          'sketches), or a table in CSV whose first line names the columns; commas, semicolons ' +
          'and tabs are told apart, gzip is undone, the order of lines does not matter. A column ' +
          'is what its name says (site, url, grain, bucket, segment, metric, value, sketch, or a ' +
          'metric), unless `--columns` says otherwise:',
      ),
      code(
        '--columns site=customer,bucket=day,page_views=pv,visitors=uv',
        '--columns bucket=day,url=page,metric=name,value=n,grain:=1d',
        '--columns bucket=day,device=mobile/page_views=mobile_pv',
      ),
      ...text(
        'The first has a column for each number, the second a line; `:=` gives a field that is ' +
          'the same in every line, and the third a segment. Without a site the one `--site` is ' +
          'meant, without a url the site as a whole, without a grain a date is a day and a time ' +
          'a 5-minute bucket (UTC without an offset). Urls are compared as they stand. Nothing ' +
          'in a field is 0. What cannot be read is told with its line.',
      ),
    ],
  },
];
