/**
 * Every fault that simulated archives can have, and what comes of it: a table written by hand for
 * the tests of `rebuild` and of `archive check`.
 */
import type { Outcome } from '../../src/model/ledger.ts';
import type { ObjectFault } from '../../src/model/object-error.ts';
import type { FaultName } from '../../src/simulate/faults.ts';

/** One line more than in the clean archive is `refused`; `rows` says how its rows compare. */
export type ExpectedFault = {
  readonly rejected?: ObjectFault;
  readonly gap?: true;
  readonly unplaced?: true;
  readonly ignored?: true;
  readonly small?: true;
  readonly refused?: Outcome;
  readonly conflict?: true;
  readonly rows: 'same' | 'other' | 'none';
};

const same = { rows: 'same' } as const;
const refusedAs = (refused: Outcome): ExpectedFault => ({ refused, rows: 'other' });
const rejectedAs = (rejected: ObjectFault): ExpectedFault => ({ rejected, rows: 'none' });
const copy = { refused: 'duplicate', rows: 'same' } as const;

export const expectedFaults: Readonly<Record<FaultName, ExpectedFault>> = {
  truncated_object: rejectedAs('truncated'),
  truncated_trailer: rejectedAs('truncated'),
  wrong_checksum: rejectedAs('damaged'),
  garbage_after: rejectedAs('trailing'),
  zeros_after: rejectedAs('trailing'),
  not_gzip: rejectedAs('not_gzip'),
  empty_object: { ...rejectedAs('empty'), small: true },
  empty_gzip: { small: true, rows: 'other' },
  plain_object: same,
  several_members: same,
  tiny_object: { small: true, rows: 'other' },
  cut_last_line: refusedAs('malformed'),
  no_last_line_end: same,
  missing_object: { gap: true, rows: 'none' },
  ignored_file: { ignored: true, rows: 'same' },
  unplaced_object: { gap: true, unplaced: true, rows: 'none' },
  oversized_line: refusedAs('oversized'),
  longest_line: same,
  blank_line: { refused: 'blank', rows: 'same' },
  invalid_utf8: refusedAs('malformed'),
  cut_character: refusedAs('malformed'),
  nul_byte: refusedAs('malformed'),
  cut_line: refusedAs('malformed'),
  crlf: same,
  byte_order_mark: refusedAs('malformed'),
  joined_lines: refusedAs('malformed'),
  not_an_object: refusedAs('malformed'),
  duplicate_keys: same,
  escaped_keys: same,
  other_key_order: same,
  compact_json: same,
  wide_json: same,
  unknown_keys: same,
  lone_surrogate: { rows: 'other' },
  null_action: refusedAs('incomplete'),
  missing_key: refusedAs('incomplete'),
  empty_value: refusedAs('incomplete'),
  numbers_as_strings: same,
  strings_as_numbers: refusedAs('invalid'),
  bad_engaged: refusedAs('invalid'),
  bad_session: refusedAs('invalid'),
  long_url: refusedAs('invalid'),
  late_event: refusedAs('other_period'),
  future_event: refusedAs('other_period'),
  unreadable_time: refusedAs('incomplete'),
  seconds_for_ms: refusedAs('other_period'),
  duplicate: copy,
  duplicate_later: copy,
  conflicting_copy: { ...copy, conflict: true },
  conflicting_later: copy,
  hot_visitor: { rows: 'other' },
  url_variants: { rows: 'other' },
  odd_host: same,
};

/**
 * Rows that are others because the events are others, and no damaged ones: one visitor more, pages
 * with another url. Nobody can tell them from what readers really do.
 */
export const otherTraffic: readonly FaultName[] = ['lone_surrogate', 'hot_visitor', 'url_variants'];
