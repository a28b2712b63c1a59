import { describe, expect, it } from 'vitest';
import { LineScroller, markHeight } from '../../../../renderer/features/logs/line-scroller.ts';
import { emptyFilter } from '../../../../renderer/features/logs/log-view-model.ts';
import type { LogRow } from '../../../../shared/logs.ts';
import { counts, line, scriptedModel, settled } from './scripted-bridge.ts';

/** Ten lines of 18 px fit. */
const height = 180;

/** A scroller over a model that answers from a list of rows, with frames that the test gives. */
function setUp(count: number) {
  const scripted = scriptedModel();
  const { model, say, answer, calls, lastCall } = scripted;
  let rows: LogRow[] = Array.from({ length: count }, (_, id) => line(id));
  let waiting: (() => void) | null = null;
  const scroller = new LineScroller(model, (callback) => {
    waiting = callback;
    return () => {
      waiting = null;
    };
  });
  const stop = scroller.connect();
  scroller.setLayout(height, 18, false);

  const serve = async () => {
    for (let turn = 0; turn < 8; turn++) {
      await answer('logs.read', ({ from, count: wanted }) => ({ from, visible: rows.length, rows: rows.slice(from, from + wanted) }));
      await answer('logs.locate', ({ at }) => {
        const exact = 'id' in at ? rows.findIndex(({ id }) => id === at.id) : -1;
        const position = exact >= 0 ? exact : rows.findIndex(({ time }) => time >= ('id' in at ? at.id * 1_000 : at.time));
        const row = rows[position];
        return row ? { position, id: row.id } : null;
      });
    }
  };
  const frame = async () => {
    const run = waiting;
    waiting = null;
    run?.();
    await serve();
    await settled();
  };
  const tail = () => {
    const follow = lastCall('logs.follow') as { rows: number };
    const from = Math.max(0, rows.length - follow.rows);
    return follow.rows > 0 ? { tail: { from, rows: rows.slice(from) } } : {};
  };
  return {
    ...scripted,
    scroller,
    stop,
    frame,
    calls,
    /** Frames until nothing waits any more. */
    async still() {
      for (let turn = 0; turn < 10 && waiting; turn++) await frame();
    },
    /** More lines at the end. */
    append(more: number) {
      const next = rows.reduce((last, { id }) => Math.max(last, id), -1) + 1;
      rows = [...rows, ...Array.from({ length: more }, (_, index) => line(next + index))];
      say({ counts: counts(rows.length), ...tail() });
    },
    /** Other rows from a position on: late lines, another filter. */
    replace(next: readonly LogRow[], changedFrom: number) {
      rows = [...next];
      say({ counts: counts(rows.length), changedFrom, ...tail() });
    },
    rows: () => rows,
    /** Ids of the rows that touch the screen, and px of the first above it. */
    seen() {
      const { rows: planned, following, anchorIndex, offset } = scroller.plan();
      const heights = planned.map(({ row }) => (row?.type === 'mark' ? markHeight : 18));
      const above = heights.slice(0, anchorIndex).reduce((sum, each) => sum + each, 0) + offset;
      const all = heights.reduce((sum, each) => sum + each, 0);
      const top = following ? Math.max(0, all - height) : above;
      const ids: (number | null)[] = [];
      let at = 0;
      for (const [index, each] of heights.entries()) {
        if (at + each > top && at < top + height) ids.push(planned[index]?.row?.id ?? null);
        at += each;
      }
      return {
        ids,
        offset:
          top -
          heights
            .slice(
              0,
              planned.findIndex(({ row }) => row?.id === ids[0]),
            )
            .reduce((sum, each) => sum + each, 0),
      };
    },
  };
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

async function opened(count: number) {
  const test = setUp(count);
  test.append(0);
  await test.still();
  return test;
}

describe('LineScroller', () => {
  it('sticks to the end while following', async () => {
    const { seen, append, still } = await opened(100);
    expect(seen().ids).toEqual(range(90, 100));
    append(25);
    await still();
    expect(seen().ids).toEqual(range(115, 125));
  });

  it('shows few lines from the top', async () => {
    const { seen } = await opened(4);
    expect(seen()).toEqual({ ids: [0, 1, 2, 3], offset: 0 });
  });

  it('pauses when scrolled up, stays there while lines come, and says how many', async () => {
    const { scroller, seen, append, still, model } = await opened(100);
    scroller.scrollBy(-45);
    await still();
    expect(model.slices.get('follow').following).toBe(false);
    expect(seen()).toEqual({ ids: range(87, 98), offset: 9 });
    append(50);
    await still();
    expect(seen()).toEqual({ ids: range(87, 98), offset: 9 });
    expect(model.slices.get('follow').newer).toBe(50);
  });

  it('does not pause for a wheel that has nowhere to go', async () => {
    const { scroller, still, model } = await opened(4);
    scroller.scrollBy(-100);
    await still();
    expect(model.slices.get('follow').following).toBe(true);
  });

  it('follows again when the end is reached by scrolling', async () => {
    const { scroller, still, model, append, seen } = await opened(100);
    scroller.scrollBy(-500);
    await still();
    scroller.scrollBy(300);
    await still();
    expect(model.slices.get('follow').following).toBe(false);
    scroller.scrollBy(400);
    await still();
    expect(model.slices.get('follow').following).toBe(true);
    append(3);
    await still();
    expect(seen().ids).toEqual(range(93, 103));
  });

  it('shows what it showed until the end is there, on the way back to it', async () => {
    const { scroller, seen, say, still, frame, append } = await opened(100);
    scroller.toStart();
    await still();
    say({ counts: counts(90_000) });
    scroller.toEnd();
    await frame();
    expect(seen().ids).toEqual(range(0, 10));
    say({ counts: counts(100) });
    append(50);
    await still();
    expect(seen().ids).toEqual(range(140, 150));
  });

  it('keeps the line under the eyes when late lines are placed above it', async () => {
    const { scroller, seen, replace, rows, still } = await opened(100);
    scroller.scrollBy(-909);
    await still();
    const before = seen();
    const late = range(1_000, 1_037).map((id) => line(id, { time: 10_500 }));
    replace([...rows().slice(0, 11), ...late, ...rows().slice(11)], 11);
    await still();
    expect(seen()).toEqual(before);
  });

  it('shows nothing else while it looks for the line', async () => {
    const { scroller, seen, say, still, frame } = await opened(100);
    scroller.scrollBy(-909);
    await still();
    const before = seen();
    const shown: unknown[] = [];
    const stop = scroller.subscribe(() => shown.push(seen()));
    // Not answered: the rows have moved and nobody knows where to.
    say({ counts: counts(137), changedFrom: 0 });
    say({ counts: counts(140), changedFrom: 0 });
    stop();
    expect(shown).toEqual([]);
    expect(seen()).toEqual(before);
    await frame();
  });

  it('lets nobody wait for an answer that does not come: the end can be gone to', async () => {
    const { scroller, seen, say, frame, rows } = await opened(100);
    scroller.scrollBy(-909);
    await frame();
    say({ counts: counts(100), changedFrom: 0 });
    scroller.toEnd();
    // The tail comes although the question where the first line is was never answered.
    say({ counts: counts(100), tail: { from: 60, rows: rows().slice(60) } });
    await frame();
    expect(seen().ids).toEqual(range(90, 100));
  });

  it('keeps the line when another filter hides most of the others, or goes to the next one that is shown', async () => {
    const { scroller, seen, replace, rows, still, model } = await opened(100);
    scroller.scrollBy(-720);
    await still();
    expect(seen()).toEqual({ ids: range(50, 60), offset: 0 });
    void model.setFilter({ ...emptyFilter, levels: ['error'] });
    const all = rows();
    replace(
      all.filter(({ id }) => id % 2 === 0),
      0,
    );
    await still();
    expect(seen().ids.slice(0, 3)).toEqual([50, 52, 54]);
    replace(
      all.filter(({ id }) => id % 7 === 0),
      0,
    );
    await still();
    // 15 rows: the last that can be at the top is the sixth.
    expect(seen().ids.at(-1)).toBe(98);
    // Nothing passes, for a while.
    replace([], 0);
    await still();
    replace(all, 0);
    await still();
    expect(seen()).toEqual({ ids: range(50, 60), offset: 0 });
  });

  it('goes to a hit and puts the cursor on it; one in sight does not move the rest', async () => {
    const { scroller, seen, still, frame, model } = await opened(1_000);
    const revealed = model.reveal({ id: 500 });
    await frame();
    await revealed;
    await still();
    expect(seen().ids).toContain(500);
    expect(scroller.plan().cursor).toBe(500);
    expect(model.slices.get('follow').following).toBe(false);
    const before = seen();
    const near = model.reveal({ id: 501 });
    await frame();
    await near;
    await still();
    expect(seen()).toEqual(before);
    expect(scroller.plan().cursor).toBe(501);
  });

  it('keeps a hit in sight when the bar that says lines are paused takes some of the height', async () => {
    const { scroller, seen, still, frame, model } = await opened(1_000);
    const revealed = model.reveal({ id: 999 });
    await frame();
    await revealed;
    await still();
    expect(seen().ids.at(-1)).toBe(999);
    scroller.setLayout(height - 36, 18, false);
    await still();
    const { rows, anchorIndex, offset } = scroller.plan();
    const at = rows.findIndex(({ row }) => row?.id === 999);
    expect((at - anchorIndex + 1) * 18 - offset).toBeLessThanOrEqual(height - 36);
    expect(model.slices.get('follow').following).toBe(false);
  });

  it('goes to a hit although rows move meanwhile', async () => {
    const { scroller, seen, still, frame, model, replace, rows, answer, say } = await opened(1_000);
    model.follow(false);
    await still();
    // Late lines make it look for its first line; before it knows, somebody goes elsewhere.
    say({ counts: counts(1_000), changedFrom: 900 });
    model.slices.set('reveal', { place: { position: 500, id: 500 }, serial: 1 });
    replace([line(5_000, { time: 0 }), line(5_001, { time: 0 }), ...rows()], 0);
    await answer('logs.hit', () => null);
    await frame();
    await still();
    await frame();
    await still();
    expect(scroller.plan().cursor).toBe(500);
    expect(seen().ids).toContain(500);
  });

  it('moves the cursor by rows and pages, pausing, and follows again below the last line', async () => {
    const { scroller, seen, still, model } = await opened(100);
    scroller.moveCursor(-1);
    await still();
    expect(scroller.plan().cursor).toBe(99);
    expect(model.slices.get('follow').following).toBe(false);
    scroller.moveCursor(-10);
    await still();
    expect(scroller.plan().cursor).toBe(89);
    expect(seen().ids).toEqual(range(89, 99));
    scroller.moveCursor(10);
    await still();
    expect(scroller.plan().cursor).toBe(99);
    scroller.moveCursor(1);
    await still();
    expect(model.slices.get('follow').following).toBe(true);
    expect(scroller.plan().cursor).toBe(-1);
  });

  it('keeps the cursor on its line when lines are placed above it', async () => {
    const { scroller, replace, rows, still } = await opened(100);
    scroller.scrollBy(-909);
    await still();
    scroller.putCursor(45, 45);
    replace([line(1_000, { time: 0 }), ...rows()], 0);
    await still();
    scroller.moveCursor(1);
    await still();
    expect(scroller.plan().cursor).toBe(46);
  });

  it('keeps the cursor in sight when something opens below', async () => {
    const { scroller, still } = await opened(100);
    scroller.toStart();
    await still();
    scroller.putCursor(9, 9);
    scroller.setLayout(90, 18, false);
    scroller.showCursor();
    await still();
    const { rows, anchorIndex, offset } = scroller.plan();
    expect(rows[anchorIndex]?.position).toBe(5);
    expect(offset).toBe(0);
  });

  it('goes to the first line, and to any part of two million', async () => {
    const { scroller, still, seen, model, say } = await opened(300);
    scroller.toStart();
    await still();
    expect(seen().ids).toEqual(range(0, 10));
    scroller.scrollToFraction(0.5);
    await still();
    expect(scroller.plan().fraction).toBeCloseTo(0.5);
    expect(seen().ids[0]).toBe(145);
    scroller.scrollToFraction(1);
    await still();
    expect(model.slices.get('follow').following).toBe(true);
    say({ counts: counts(2_000_000) });
    scroller.scrollToFraction(0.25);
    await still();
    expect(scroller.plan().rows.length).toBeLessThan(30);
    expect(scroller.plan().rows[0]?.position).toBeGreaterThan(499_000);
    // Unknown rows are lines of the usual height.
    expect(scroller.plan().rows.every(({ row }) => row === null)).toBe(true);
  });

  it('counts marks with their own height', async () => {
    const { scroller, replace, still, seen } = await opened(0);
    const rows = range(0, 40).map(
      (id): LogRow =>
        id % 4 === 0
          ? { type: 'mark', id, source: 0, time: id, mark: { mark: 'ended', exitCode: 0, reason: 'Completed', at: null } }
          : line(id),
    );
    replace(rows, 0);
    await still();
    scroller.toStart();
    await still();
    scroller.scrollBy(30 + 18 + 5);
    await still();
    expect(seen()).toMatchObject({ offset: 5 });
    expect(seen().ids[0]).toBe(2);
  });

  it('uses what wrapped lines measured', async () => {
    const { scroller, still } = await opened(100);
    scroller.setLayout(height, 18, true);
    scroller.toStart();
    await still();
    for (const id of range(0, 20)) scroller.measured(id, 54);
    scroller.scrollBy(54 * 2 + 20);
    await still();
    const { rows, anchorIndex, offset } = scroller.plan();
    expect(rows[anchorIndex]?.row?.id).toBe(2);
    expect(offset).toBe(20);
  });

  it('is silent after it was let go', async () => {
    const test = setUp(10);
    test.append(0);
    await test.still();
    const before = test.scroller.plan();
    test.append(5);
    test.stop();
    test.append(5);
    await test.still();
    expect(test.scroller.plan()).toBe(before);
  });
});
