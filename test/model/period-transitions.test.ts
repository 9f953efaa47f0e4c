/** The changes of a period record, one by one: what each allows, refuses and leaves behind. */
import { describe, expect, test } from 'vitest';
import { newPeriodRecord } from '../../src/model/period-record.ts';
import type { PeriodRecord } from '../../src/model/period-record.ts';
import {
  dropGeneration,
  expireGrain,
  keepAges,
  liftGeneration,
  publishGeneration,
  raiseBarrier,
  recordIntent,
  renewIntent,
  undoTo,
  unpin,
} from '../../src/model/period-transitions.ts';
import type { Change } from '../../src/model/period-transitions.ts';

const day = 20_520;
const empty = newPeriodRecord({ site: 'news.example', day });
const content = { parts: 2, cells: 30, checksum: '0123456789abcdef0123456789abcdef' };
const rows = { '1d': content, '5m': content };

function next(change: Change): PeriodRecord {
  if (change.kind !== 'changed') throw new Error(`not changed: ${JSON.stringify(change)}`);
  return change.record;
}

function intended(record: PeriodRecord, generation: string, run: string, at = 100): PeriodRecord {
  return next(recordIntent(record, { generation, barrier: 0, shards: 1 }, { run, at }));
}

/** A record after `run` intended and published `generation`. */
function published(record: PeriodRecord, generation: string, run: string, at = 100): PeriodRecord {
  const publication = { generation, epoch: record.epoch, rows, pages: content };
  return next(publishGeneration(intended(record, generation, run, at), publication, { run, at }));
}

describe('intent', () => {
  test('is written down with its run, its barrier and its shards', () => {
    const intent = { generation: 'g1', barrier: 3, shards: 4 };
    expect(next(recordIntent(empty, intent, { run: 'r1', at: 100 }))).toEqual({
      ...empty,
      version: 1,
      generations: [
        {
          generation: 'g1',
          state: 'intent',
          run: 'r1',
          barrier: 3,
          shards: 4,
          renewedAt: 100,
          retiredAt: null,
          grains: [],
          rows: {},
          pages: null,
        },
      ],
      transitions: [{ version: 1, kind: 'intent', run: 'r1', generation: 'g1', at: 100 }],
    });
  });

  test('made again by the same run is done already', () => {
    const intent = { generation: 'g1', barrier: 0, shards: 1 };
    const again = recordIntent(intended(empty, 'g1', 'r1'), intent, { run: 'r1', at: 101 });
    expect(again).toEqual({ kind: 'done' });
  });

  test('of an id that another run holds, that is published or dropped is refused', () => {
    const intent = { generation: 'g1', barrier: 0, shards: 1 };
    const actor = { run: 'r2', at: 101 };
    const refusal = { kind: 'refused', why: 'intent_gone', by: 'r1' };
    expect(recordIntent(intended(empty, 'g1', 'r1'), intent, actor)).toEqual(refusal);
    const live = published(empty, 'g1', 'r1');
    expect(recordIntent(live, intent, { run: 'r1', at: 101 })).toEqual(refusal);
    const drop = { generation: 'g1', ages: keepAges };
    const dropped = next(dropGeneration(intended(empty, 'g1', 'r1'), drop, { run: 'r1', at: 101 }));
    expect(recordIntent(dropped, intent, actor)).toEqual(refusal);
  });

  test('below the barrier is refused before any work is done', () => {
    const raised = next(raiseBarrier(empty, 2, { run: 'erase', at: 90 }));
    const change = recordIntent(
      raised,
      { generation: 'g1', barrier: 1, shards: 1 },
      { run: 'r1', at: 100 },
    );
    expect(change).toEqual({ kind: 'refused', why: 'below_barrier', by: 'erase' });
  });

  test('is renewed without a transition, and only by its run', () => {
    const record = intended(empty, 'g1', 'r1');
    const renewed = next(renewIntent(record, 'g1', { run: 'r1', at: 500 }));
    expect(renewed.generations[0]?.renewedAt).toBe(500);
    expect([renewed.version, renewed.transitions.length]).toEqual([2, 1]);
    expect(renewIntent(renewed, 'g1', { run: 'r1', at: 500 })).toEqual({ kind: 'done' });
    expect(renewIntent(record, 'g1', { run: 'r2', at: 500 })).toMatchObject({ by: 'r1' });
    const forgotten = { kind: 'refused', why: 'intent_forgotten', by: null };
    expect(renewIntent(empty, 'g1', { run: 'r1', at: 500 })).toEqual(forgotten);
  });
});

describe('publish', () => {
  test('makes the generation live and keeps the one before with the time it was retired', () => {
    const record = published(published(empty, 'g1', 'r1', 100), 'g2', 'r2', 200);
    expect([record.version, record.epoch, record.live]).toEqual([4, 2, 'g2']);
    expect(record.generations).toMatchObject([
      { generation: 'g1', state: 'kept', retiredAt: 200, grains: ['1d', '5m'], rows },
      { generation: 'g2', state: 'kept', retiredAt: null, pages: content },
    ]);
  });

  test('records only the grains that were derived', () => {
    const publication = { generation: 'g1', epoch: 0, rows: { '1d': content }, pages: content };
    const actor = { run: 'r1', at: 100 };
    const record = next(publishGeneration(intended(empty, 'g1', 'r1'), publication, actor));
    expect(record.generations[0]?.grains).toEqual(['1d']);
  });

  test('is refused with the winner where the epoch moved', () => {
    const started = intended(empty, 'late', 'loser');
    const moved = published(started, 'g1', 'winner');
    const publication = { generation: 'late', epoch: started.epoch, rows, pages: content };
    expect(publishGeneration(moved, publication, { run: 'loser', at: 200 })).toEqual({
      kind: 'refused',
      why: 'epoch_moved',
      by: 'winner',
    });
  });

  test('goes through where only an intent, a drop or an expiry of others moved the version', () => {
    let record = published(published(empty, 'g1', 'r1', 100), 'g2', 'r2', 200);
    const { epoch } = record;
    record = intended(record, 'g3', 'r3');
    record = intended(record, 'other', 'r4');
    const actor = { run: 'gc', at: 200 + keepAges.keptSeconds };
    record = next(dropGeneration(record, { generation: 'g1', ages: keepAges }, actor));
    record = next(expireGrain(record, { generation: 'g2', grain: '5m' }, actor));
    const publication = { generation: 'g3', epoch, rows, pages: content };
    expect(publishGeneration(record, publication, { run: 'r3', at: 300 }).kind).toBe('changed');
  });

  test('is refused where its intent was dropped, and names the run that dropped it', () => {
    const intent = intended(empty, 'g1', 'r1', 100);
    const actor = { run: 'gc', at: 100 + keepAges.intentSeconds };
    const record = next(dropGeneration(intent, { generation: 'g1', ages: keepAges }, actor));
    const publication = { generation: 'g1', epoch: 0, rows, pages: content };
    expect(publishGeneration(record, publication, { run: 'r1', at: 100_000 })).toEqual({
      kind: 'refused',
      why: 'intent_gone',
      by: 'gc',
    });
  });

  test('is refused below a barrier that was raised meanwhile', () => {
    const record = next(raiseBarrier(intended(empty, 'g1', 'r1'), 1, { run: 'erase', at: 150 }));
    const publication = { generation: 'g1', epoch: 0, rows, pages: content };
    expect(publishGeneration(record, publication, { run: 'r1', at: 200 })).toEqual({
      kind: 'refused',
      why: 'below_barrier',
      by: 'erase',
    });
  });

  test('applied again after a lost answer is done, even where another publish came after', () => {
    const record = published(published(empty, 'g1', 'r1'), 'g2', 'r2');
    const publication = { generation: 'g1', epoch: 0, rows, pages: content };
    expect(publishGeneration(record, publication, { run: 'r1', at: 300 })).toEqual({
      kind: 'done',
    });
  });
});

describe('undo', () => {
  const record = published(published(empty, 'g1', 'r1', 100), 'g2', 'r2', 200);

  test('makes a kept generation live, pins the period and moves the epoch', () => {
    const undone = next(undoTo(record, { generation: 'g1', epoch: 2 }, { run: 'u', at: 300 }));
    expect(undone).toMatchObject({ live: 'g1', epoch: 3, pinnedBy: 'u' });
    expect(undone.generations).toMatchObject([
      { generation: 'g1', retiredAt: null },
      { generation: 'g2', retiredAt: 300 },
    ]);
    expect(undoTo(undone, { generation: 'g1', epoch: 2 }, { run: 'u', at: 301 }).kind).toBe('done');
  });

  test('is refused for what is live, unknown, an intent, or was overtaken', () => {
    const actor = { run: 'u', at: 300 };
    const withIntent = intended(record, 'g3', 'r3');
    const why = (generation: string, epoch: number): unknown =>
      undoTo(withIntent, { generation, epoch }, actor);
    expect(why('g2', 2)).toMatchObject({ why: 'is_live' });
    expect(why('g0', 2)).toMatchObject({ why: 'not_kept' });
    expect(why('g3', 2)).toMatchObject({ why: 'not_kept' });
    expect(why('g1', 1)).toMatchObject({ why: 'epoch_moved', by: 'r2' });
    const raised = next(raiseBarrier(record, 1, { run: 'erase', at: 250 }));
    const change = undoTo(raised, { generation: 'g1', epoch: 2 }, actor);
    expect(change).toMatchObject({ why: 'below_barrier', by: 'erase' });
  });

  test('of a first publish goes back to nothing live and keeps what it took away', () => {
    const first = published(empty, 'g1', 'r1', 100);
    const undone = next(undoTo(first, { generation: null, epoch: 1 }, { run: 'u', at: 300 }));
    expect(undone).toMatchObject({ live: null, epoch: 2, pinnedBy: 'u' });
    expect(undone.generations).toMatchObject([
      { generation: 'g1', state: 'kept', retiredAt: 300, grains: ['1d', '5m'] },
    ]);
    expect(undone.transitions.at(-1)).toEqual({
      version: 3,
      kind: 'undo',
      run: 'u',
      generation: null,
      at: 300,
    });
    const again = undoTo(undone, { generation: null, epoch: 1 }, { run: 'u', at: 301 });
    expect(again).toEqual({ kind: 'done' });
    const other = undoTo(undone, { generation: null, epoch: 2 }, { run: 'x', at: 301 });
    expect(other).toMatchObject({ why: 'is_live' });
    expect(published(undone, 'g2', 'r2')).toMatchObject({ live: 'g2', epoch: 3, pinnedBy: null });
  });

  test('to nothing live is refused where another run has moved on', () => {
    const change = undoTo(record, { generation: null, epoch: 1 }, { run: 'u', at: 300 });
    expect(change).toEqual({ kind: 'refused', why: 'epoch_moved', by: 'r2' });
  });

  test('is ended by unpin or by the next publish', () => {
    const undone = next(undoTo(record, { generation: 'g1', epoch: 2 }, { run: 'u', at: 300 }));
    const unpinned = next(unpin(undone, { run: 'x', at: 400 }));
    expect(unpinned).toMatchObject({ pinnedBy: null, epoch: 3, live: 'g1' });
    expect(unpin(unpinned, { run: 'x', at: 401 })).toEqual({ kind: 'done' });
    expect(published(undone, 'g3', 'r3').pinnedBy).toBeNull();
  });
});

describe('what an undo goes back to', () => {
  const of = ({ live, liveBy, liveBefore }: PeriodRecord): unknown => [live, liveBy, liveBefore];

  test('is what the newest publish or undo replaced, whoever drops or expires after it', () => {
    expect(of(empty)).toEqual([null, null, null]);
    const first = published(empty, 'g1', 'r1', 100);
    expect(of(first)).toEqual(['g1', 'r1', null]);
    const second = published(first, 'g2', 'r2', 200);
    expect(of(second)).toEqual(['g2', 'r2', 'g1']);
    let busy = next(expireGrain(second, { generation: 'g2', grain: '5m' }, { run: 'gc', at: 300 }));
    for (let made = 1; made <= 20; made += 1) busy = intended(busy, `x${made}`, `x${made}`);
    expect(of(busy)).toEqual(['g2', 'r2', 'g1']);
    const undone = next(undoTo(busy, { generation: 'g1', epoch: 2 }, { run: 'u', at: 400 }));
    expect(of(undone)).toEqual(['g1', 'u', 'g2']);
    const redone = next(undoTo(undone, { generation: 'g2', epoch: 3 }, { run: 'v', at: 500 }));
    expect(of(redone)).toEqual(['g2', 'v', 'g1']);
  });

  test('a refused change names the run that moved on, however long ago that was', () => {
    let record = published(published(empty, 'g1', 'r1', 100), 'g2', 'r2', 200);
    for (let made = 1; made <= 20; made += 1) record = intended(record, `x${made}`, `x${made}`);
    const change = undoTo(record, { generation: 'g1', epoch: 1 }, { run: 'u', at: 300 });
    expect(change).toEqual({ kind: 'refused', why: 'epoch_moved', by: 'r2' });
  });
});

describe('drop', () => {
  const record = published(published(empty, 'g1', 'r1', 100), 'g2', 'r2', 200);
  const drop = { generation: 'g1', ages: keepAges };

  test('waits a week after a generation ceased to be live', () => {
    const week = keepAges.keptSeconds;
    const early = dropGeneration(record, drop, { run: 'gc', at: 200 + week - 1 });
    expect(early).toEqual({ kind: 'refused', why: 'is_young', by: 'r1' });
    const dropped = next(dropGeneration(record, drop, { run: 'gc', at: 200 + week }));
    expect(dropped.dropped).toEqual(['g1']);
    expect(dropped.generations.map(({ generation }) => generation)).toEqual(['g2']);
    expect(dropGeneration(dropped, drop, { run: 'gc', at: 1e9 })).toEqual({ kind: 'done' });
  });

  test('waits a day after an intent of another run was renewed, not for its own', () => {
    const intent = intended(empty, 'g1', 'r1', 100);
    const early = { run: 'gc', at: 100 + keepAges.intentSeconds - 1 };
    expect(dropGeneration(intent, drop, early)).toMatchObject({ why: 'is_young', by: 'r1' });
    const late = { run: 'gc', at: 100 + keepAges.intentSeconds };
    expect(dropGeneration(intent, drop, late).kind).toBe('changed');
    expect(dropGeneration(intent, drop, { run: 'r1', at: 101 }).kind).toBe('changed');
  });

  test('never takes what is live, at any age', () => {
    const change = dropGeneration(
      record,
      { generation: 'g2', ages: { intentSeconds: 0, keptSeconds: 0 } },
      { run: 'gc', at: 1e9 },
    );
    expect(change).toEqual({ kind: 'refused', why: 'is_live', by: 'r2' });
  });

  test('takes at once what stands below the barrier, but for what is live', () => {
    const raised = next(raiseBarrier(record, 1, { run: 'erase', at: 201 }));
    const actor = { run: 'erase', at: 202 };
    expect(dropGeneration(raised, drop, actor).kind).toBe('changed');
    const live = dropGeneration(raised, { ...drop, generation: 'g2' }, actor);
    expect(live).toMatchObject({ why: 'is_live' });
  });

  test('remembers an id that the record never knew', () => {
    const change = dropGeneration(empty, drop, { run: 'gc', at: 1 });
    expect(next(change).dropped).toEqual(['g1']);
  });
});

test('expiring a grain leaves its counts and may be repeated', () => {
  const record = published(empty, 'g1', 'r1');
  const expired = next(
    expireGrain(record, { generation: 'g1', grain: '5m' }, { run: 'gc', at: 9 }),
  );
  expect(expired.generations[0]).toMatchObject({ grains: ['1d'], rows });
  expect([expired.epoch, expired.live]).toEqual([1, 'g1']);
  const again = expireGrain(expired, { generation: 'g1', grain: '5m' }, { run: 'gc', at: 10 });
  expect(again).toEqual({ kind: 'done' });
  const intent = intended(empty, 'g1', 'r1');
  const refused = expireGrain(intent, { generation: 'g1', grain: '5m' }, { run: 'gc', at: 9 });
  expect(refused).toMatchObject({ why: 'not_kept' });
});

test('a barrier only rises', () => {
  const raised = next(raiseBarrier(empty, 2, { run: 'erase', at: 1 }));
  expect([raised.version, raised.epoch, raised.barrier]).toEqual([1, 0, 2]);
  expect(raiseBarrier(raised, 2, { run: 'erase', at: 2 })).toEqual({ kind: 'done' });
  expect(raiseBarrier(raised, 1, { run: 'other', at: 2 })).toEqual({ kind: 'done' });
});

test('a record remembers its last sixteen transitions', () => {
  let record = empty;
  for (let made = 1; made <= 20; made += 1) record = intended(record, `g${made}`, `r${made}`);
  expect(record.transitions.map(({ version }) => version)).toEqual([
    5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20,
  ]);
});

describe('lift', () => {
  const lift = { generation: 'g1', barrier: 2 };
  const eraser = { run: 'erase', at: 300 };

  test('lets a generation that holds nothing barred be undone to again', () => {
    const replaced = published(published(empty, 'g1', 'r1', 100), 'g2', 'r2', 200);
    const barred = next(raiseBarrier(replaced, 2, { run: 'erase', at: 290 }));
    const undo = { generation: 'g1', epoch: barred.epoch };
    expect(undoTo(barred, undo, eraser)).toMatchObject({ why: 'below_barrier' });
    const lifted = next(liftGeneration(barred, lift, eraser));
    expect(lifted.generations.map(({ barrier }) => barrier)).toEqual([2, 0]);
    expect([lifted.epoch, lifted.live]).toEqual([barred.epoch, 'g2']);
    expect(next(undoTo(lifted, undo, eraser)).live).toBe('g1');
  });

  test('is done where the generation stands as high or higher', () => {
    const lifted = next(liftGeneration(published(empty, 'g1', 'r1'), lift, eraser));
    expect(liftGeneration(lifted, lift, eraser)).toEqual({ kind: 'done' });
    expect(liftGeneration(lifted, { ...lift, barrier: 1 }, eraser)).toEqual({ kind: 'done' });
  });

  test('is refused of what is not whole or not there', () => {
    const refusal = { kind: 'refused', why: 'not_kept', by: null };
    expect(liftGeneration(intended(empty, 'g1', 'r1'), lift, eraser)).toEqual(refusal);
    expect(liftGeneration(empty, lift, eraser)).toEqual(refusal);
  });
});
