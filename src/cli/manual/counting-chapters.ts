/** What is counted: metrics, segments, breakdowns, pages, distinct counts. */
import { customEventPrefix, metrics, type Metric, type MetricKind } from '../../model/catalogue.ts';
import { allSegment, breakdowns, breakdownValueBytesMax } from '../../model/segments.ts';
import { segments } from '../../model/segments.ts';
import { explicitMax } from '../../model/sketch.ts';
import { indexBits, registerBits, registerCount } from '../../model/sketch-format.ts';
import { derivedMetrics, type DerivedMetric } from '../../query/derived-metrics.ts';
import { groupedText } from '../../report/number-text.ts';
import { code, terms, text, type Block, type Chapter, type Term } from './manual-page.ts';

const kindDetails: Readonly<Record<MetricKind, string>> = {
  count: 'adds up over buckets, urls and values',
  sum: 'adds up over buckets, urls and values',
  distinct: 'is merged by its sketch and never added',
};

export const countingChapters: readonly Chapter[] = [
  { title: 'Metrics', blocks: metricBlocks() },
  { title: 'Segments', blocks: segmentBlocks() },
  { title: 'Breakdowns', blocks: breakdownBlocks() },
  { title: 'Pages', blocks: pageBlocks() },
  { title: 'Distinct counts', blocks: distinctBlocks() },
];

function metricBlocks(): readonly Block[] {
  return [
    ...text('Computed over the counted events of a bucket.'),
    terms(...metrics.map(metricTerm), [
      `\`${customEventPrefix}\`<name> (count)`,
      'Events with any other action. The name is the action, escaped as encodeURIComponent of ' +
        'JavaScript does it.',
    ]),
    ...text(
      ...(['count', 'distinct'] as const).map((kind) => {
        const names = metrics.filter((one) => (one.kind === 'distinct') === (kind === 'distinct'));
        const list = names.map(({ name }) => `\`${name}\``).join(', ');
        return `Each of ${list} ${kindDetails[kind]}.`;
      }),
      'A manifest lists the metrics that it was made with: one that was not ' +
        'there then is not recorded, which is not zero, and every output says so.',
      '`recount query` also knows what follows from these, never stored:',
    ),
    terms(...derivedMetrics.map(derivedTerm)),
  ];
}

function metricTerm({ name, kind, unit, about }: Metric): Term {
  return [`\`${name}\` (${kind}, ${unit})`, about];
}

function derivedTerm({ name, dividend, divisor, about }: DerivedMetric): Term {
  return [`\`${name}\``, `${about} \`${dividend}\` / \`${divisor}\`.`];
}

function segmentBlocks(): readonly Block[] {
  return [
    ...text(
      'A segment is a closed list of values; each event has exactly one of them, and a row has ' +
        `every metric for each. \`${allSegment}\` is the segment of all events. A cell is named ` +
        'by segment and metric; the metric is what follows the last slash:',
    ),
    code(`${allSegment}/page_views`, 'device=mobile/visitors', 'subscriber=premium/conversions'),
    terms(
      ...segments.map(({ name, values, otherwise, about }): Term => {
        const rest = values[otherwise] ?? '';
        return [
          `\`${name}\``,
          `${about} Values: ${values.join(', ')}. What is absent or another is \`${rest}\`.`,
        ];
      }),
    ),
    ...text(
      'An absent or unknown category of `ref` is `direct` where the line has neither ' +
        '`ref_domain` nor `referrer`. In access logs the device follows from the user agent, ' +
        "and `ref` from `urlref`: none is direct, the page's own registrable domain is " +
        'internal, then lists of search engines, social networks, aggregators and AI assistants ' +
        'decide.',
      'A site can have segments of its own, see `recount.yaml`(5). A field segment lists the ' +
        'values of a field: what is not listed is `other`, what is absent is `none`. A rule ' +
        'segment is `yes` or `no` by a condition. Values are compared by their JSON text without ' +
        'quotes. A cell has one dimension: what shall be crossed is named as a segment before.',
    ),
  ];
}

function breakdownBlocks(): readonly Block[] {
  return [
    ...text(
      'A breakdown is an open list of values, and has the metrics that add up only. An absent ' +
        `value makes no cell. A value of more than ${groupedText(breakdownValueBytesMax)} bytes ` +
        'is cut at the last whole character before.',
    ),
    terms(...breakdowns.map(({ name, about }): Term => [`\`${name}\``, about])),
    code('utm_campaign=spring/page_views', 'ref_url=https://a.example/x/engaged_seconds'),
  ];
}

function pageBlocks(): readonly Block[] {
  return text(
    'Title, authors, section, tags, canonical url, type and date of a page are in no row. A ' +
      'generation keeps for each url the metadata of its newest counted event that has any, ' +
      'whole and not field by field; of equally new ones the first in the order of the archive. ' +
      'What is known of a page today is the newest of all live generations, so a corrected ' +
      'author is right for all of history without any row being touched.',
  );
}

function distinctBlocks(): readonly Block[] {
  // The textbook's 1.04 / sqrt(m).
  const error = (104 / Math.sqrt(registerCount)).toFixed(2);
  return text(
    'A distinct count is the estimate of a HyperLogLog sketch: hll-storage-spec version 1 ' +
      `with log2m = ${indexBits}, register width ${registerBits}, the automatic explicit ` +
      'threshold and sparse storage, over the low 64 bits of Murmur3 x64-128 (seed 0) of the ' +
      'UTF-8 bytes. A session is the visitor, an underscore and the session number.',
    `It is exact up to ${groupedText(explicitMax)} different values. Above, its standard ` +
      `error is ${error} percent: two of three counts lie within it, 19 of 20 within twice as ` +
      'much.',
    'Sketches are stored with the counts and can be read by the extension `hll` of ' +
      'PostgreSQL, whose hll_cardinality gives the same number before it is rounded. Merged ' +
      'sketches are, byte for byte, the sketch of the union: days follow from 5-minute rows ' +
      'without loss, and a check compares bytes and not estimates.',
    'Distinct counts never add up: a visitor with two devices is one visitor, and one who ' +
      'comes on two days is one of the week.',
  );
}
