import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bridge } from '../../../../renderer/bridge/bridge.ts';
import { LiveLists } from '../../../../renderer/bridge/live-list.ts';
import { type FrameClock, MergedList } from '../../../../renderer/features/tables/merged-list.ts';
import { compareEntries, keysDescend, sortKeyOf, type TableSort } from '../../../../renderer/features/tables/sort-entries.ts';
import { haystackOf, type TableEntry } from '../../../../renderer/features/tables/table-entry.ts';
import { contextIdOf } from '../../../../shared/context-id.ts';
import type { StreamEvent } from '../../../../shared/contract.ts';
import type { Column, Health, Row, RowChanges } from '../../../../shared/row.ts';

const columns: Column[] = [
  { id: 'status', name: 'STATUS', type: 'text', priority: 0, description: '' },
  { id: 'restarts', name: 'RESTARTS', type: 'restarts', priority: 0, description: '' },
  { id: 'age', name: 'AGE', type: 'age', priority: 0, description: '' },
];
const pods = { group: '', version: 'v1', resource: 'pods' };

/** Frames and timers that run when the test says so. */
class HandClock implements FrameClock {
  time = 0;
  #frames: (() => void)[] = [];
  #timers: { at: number; run: () => void }[] = [];
  now = () => this.time;
  frame = (callback: () => void) => {
    this.#frames.push(callback);
    return () => {
      this.#frames = this.#frames.filter((each) => each !== callback);
    };
  };
  timer = (callback: () => void, ms: number) => {
    const timer = { at: this.time + ms, run: callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  };
  paint(): void {
    const frames = this.#frames;
    this.#frames = [];
    for (const frame of frames) frame();
  }
  advance(ms: number): void {
    this.time += ms;
    const due = this.#timers.filter((timer) => timer.at <= this.time);
    this.#timers = this.#timers.filter((timer) => timer.at > this.time);
    for (const timer of due) timer.run();
    this.paint();
  }
}

/** A bridge whose streams the test feeds by hand. */
function handBridge() {
  const streams: { args: unknown; send(event: StreamEvent<RowChanges>): void; open: boolean }[] = [];
  const bridge: Bridge = {
    call: () => Promise.reject(new Error('no call in this test')),
    open: (_channel, args, listener) => {
      const stream = { args, send: (event: StreamEvent<RowChanges>) => stream.open && listener(event as never), open: true };
      streams.push(stream);
      return () => {
        stream.open = false;
      };
    },
  };
  return { bridge, streams };
}

function row(uid: string, over: Partial<Row> & { status?: string; restarts?: number } = {}): Row {
  return {
    uid,
    namespace: over.namespace ?? 'payments',
    name: over.name ?? `pod-${uid}`,
    createdAt: 0,
    health: over.health ?? 'ok',
    labels: {},
    cells: [over.status ?? 'Running', { count: over.restarts ?? 0, lastAt: null }, 1000],
  };
}

function setUp(contexts = 1) {
  const { bridge, streams } = handBridge();
  const lists = new LiveLists(bridge);
  const clock = new HandClock();
  const merged = new MergedList(clock);
  const sources = Array.from({ length: contexts }, (_, index) => {
    const contextId = contextIdOf('/config', `context-${index}`);
    return { contextId, displayName: `context-${index}`, list: lists.acquire({ contextId, resource: pods, namespaces: null }).list };
  });
  merged.setSources(sources);
  const items = (index: number, changes: Partial<RowChanges>) =>
    streams[index]?.send({ type: 'items', items: { upserts: [], removes: [], ...changes } });
  const names = () => merged.getSnapshot().view.map((entry) => entry.row.name);
  return { merged, clock, items, names, sources, streams, lists };
}

const healths: Health[] = ['ok', 'done', 'progressing', 'attention', 'broken', 'unknown'];
const change = fc.record({
  source: fc.nat(2),
  upserts: fc.array(
    fc.record({
      uid: fc.nat(14),
      health: fc.constantFrom(...healths),
      status: fc.constantFrom('Running', 'Pending', 'Error'),
      restarts: fc.nat(3),
    }),
    { maxLength: 6 },
  ),
  removes: fc.array(fc.nat(14), { maxLength: 4 }),
  reset: fc.boolean(),
});
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ type: fc.constant('change' as const), change }) },
  { weight: 3, arbitrary: fc.constant({ type: 'paint' as const }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('hold' as const), held: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('sort' as const),
      column: fc.constantFrom('name', 'state', 'status', 'restarts', 'age', 'cluster', 'namespace'),
      descending: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('filter' as const),
      text: fc.constantFrom('', '1', 'error', 'context-2'),
      problems: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('sources' as const), order: fc.shuffledSubarray([0, 1, 2]) }) },
);

describe('MergedList', () => {
  it('is the naive sort and filter of the naive rows, after any sequence of changes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { merged, clock, items, sources } = setUp(3);
        for (const source of sources.keys()) items(source, { columns });
        const truth = [new Map<string, Row>(), new Map<string, Row>(), new Map<string, Row>()];
        let order = [0, 1, 2];
        let sort: TableSort = { column: 'name', descending: false };
        let text = '';
        let problems = false;
        for (const each of steps) {
          if (each.type === 'change') {
            const rows = truth[each.change.source] as Map<string, Row>;
            const upserts = each.change.upserts.map((given) =>
              row(String(given.uid), { health: given.health, status: given.status, restarts: given.restarts }),
            );
            const removes = each.change.removes.map(String);
            if (each.change.reset) rows.clear();
            for (const uid of removes) rows.delete(uid);
            for (const upsert of upserts) rows.set(upsert.uid, upsert);
            items(each.change.source, { upserts, removes, ...(each.change.reset ? { reset: true as const } : {}) });
          } else if (each.type === 'paint') clock.paint();
          else if (each.type === 'hold') merged.hold(each.held);
          else if (each.type === 'sort') {
            sort = { column: each.column, descending: each.descending };
            merged.setSort(sort, each.column === 'age' ? 'age' : null);
          } else if (each.type === 'filter') {
            text = each.text;
            problems = each.problems;
            merged.setFilter(text === '' ? null : (entry) => haystackOf(entry).includes(text), problems);
          } else {
            order = each.order;
            merged.setSources(order.map((index) => sources[index] as (typeof sources)[number]));
          }
        }
        merged.hold(false);
        clock.paint();
        clock.advance(250);
        const { view, total, problems: problemCount, totalOf } = merged.getSnapshot();
        const wanted = order.flatMap((index) =>
          [...(truth[index] as Map<string, Row>).values()].map((each) => `${index} ${each.uid} ${JSON.stringify(each)}`),
        );
        const entries = [...merged.all()];
        const idOf = (entry: TableEntry) => `${entry.source.displayName.slice(8)} ${entry.row.uid} ${JSON.stringify(entry.row)}`;
        expect(entries.map(idOf).sort()).toEqual(wanted.sort());
        expect(total).toBe(entries.length);
        for (const index of order) expect(totalOf.get((sources[index] as (typeof sources)[number]).contextId)).toBe(truth[index]?.size);
        const passing = entries.filter((entry) => text === '' || haystackOf(entry).includes(text));
        const isProblem = (entry: TableEntry) => entry.row.health === 'broken' || entry.row.health === 'attention';
        expect(problemCount).toBe(passing.filter(isProblem).length);
        const naive = passing
          .filter((entry) => !problems || isProblem(entry))
          .map((entry) => ({ ...entry, sortKey: sortKeyOf(entry, sort.column, sort.column === 'age' ? 'age' : null) }))
          .sort((a, b) => compareEntries(a, b, keysDescend(sort)));
        expect(view.map((entry) => entry.key)).toEqual(naive.map((entry) => entry.key));
      }),
      { numRuns: 300 },
    );
  });

  it('keeps rows in place under the pointer, for two seconds at most', () => {
    const { merged, clock, items, names } = setUp();
    items(0, { columns, upserts: [row('a'), row('c')] });
    clock.paint();
    merged.hold(true);
    items(0, { upserts: [row('b')], removes: ['a'] });
    clock.paint();
    expect(names()).toEqual(['pod-a', 'pod-c']);
    expect(merged.getSnapshot().view[0]?.gone).toBe(true);
    clock.advance(250);
    expect(merged.getSnapshot().total).toBe(2);
    clock.advance(1_749);
    expect(names()).toEqual(['pod-a', 'pod-c']);
    clock.advance(1);
    expect(names()).toEqual(['pod-b', 'pod-c']);
  });

  it('moves rows and tells counts at most four times a second, and the last of them too', () => {
    const { merged, clock, items, names } = setUp();
    items(0, { columns, upserts: [row('b')] });
    clock.paint();
    clock.advance(250);
    items(0, { upserts: [row('a')] });
    clock.paint();
    expect(names()).toEqual(['pod-a', 'pod-b']);
    items(0, { upserts: [row('c')] });
    clock.paint();
    expect(names()).toEqual(['pod-a', 'pod-b']);
    expect(merged.getSnapshot().total).toBe(2);
    clock.advance(249);
    expect(names()).toEqual(['pod-a', 'pod-b']);
    clock.advance(1);
    expect(names()).toEqual(['pod-a', 'pod-b', 'pod-c']);
    expect(merged.getSnapshot().total).toBe(3);
  });

  it('a large list finds its places over several frames, in order in each of them, without waiting in between', () => {
    const { merged, clock, items, names } = setUp();
    items(0, { columns, upserts: [row('0500000')] });
    clock.paint();
    clock.advance(250);
    // Not in the order of their names.
    const uids = Array.from({ length: 10_000 }, (_, at) => String((at * 7_919) % 10_007).padStart(7, '0'));
    items(0, { upserts: uids.map((uid) => row(uid)) });
    const lengths: number[] = [];
    for (let frame = 0; frame < 20 && lengths.at(-1) !== 10_001; frame++) {
      clock.paint();
      expect(names()).toEqual([...names()].sort());
      lengths.push(names().length);
    }
    expect(lengths.at(-1)).toBe(10_001);
    expect(lengths.length).toBeGreaterThan(2);
    expect(merged.getSnapshot().total).toBe(10_001);
  });

  it('moves at once when the pointer leaves', () => {
    const { merged, clock, items, names } = setUp();
    items(0, { columns, upserts: [row('a')] });
    clock.paint();
    merged.hold(true);
    clock.advance(250);
    items(0, { upserts: [row('b')] });
    clock.paint();
    expect(names()).toEqual(['pod-a']);
    merged.hold(false);
    clock.paint();
    expect(names()).toEqual(['pod-a', 'pod-b']);
  });

  it('tells a row of its own change, once per frame, and the list only of order and counts', () => {
    const { merged, clock, items } = setUp();
    items(0, { columns, upserts: [row('a'), row('b')] });
    clock.paint();
    let rowCalls = 0;
    let listCalls = 0;
    const key = merged.getSnapshot().view[0]?.key ?? '';
    merged.subscribeRow(key, () => rowCalls++);
    merged.subscribe(() => listCalls++);
    for (let count = 1; count <= 5; count++) items(0, { upserts: [row('a', { restarts: count }), row('b', { restarts: count })] });
    expect(rowCalls).toBe(0);
    clock.paint();
    expect(rowCalls).toBe(1);
    expect(listCalls).toBe(0);
  });

  it('gives the rows of a filter typed a moment ago before the list on screen has followed it', () => {
    const { merged, clock, items, names } = setUp();
    items(0, { columns, upserts: [row('1', { name: 'api' }), row('2', { name: 'db' })] });
    clock.paint();
    expect(names()).toEqual(['api', 'db']);
    const typed = (entry: TableEntry) => haystackOf(entry).includes('db');
    expect(merged.viewUnder(typed, false).map((entry) => entry.row.name)).toEqual(['db']);
    expect(names()).toEqual(['db']);
  });

  it('gives a re-created object a row of its own', () => {
    const { clock, items, merged } = setUp();
    items(0, { columns, upserts: [row('1', { name: 'web-0' })] });
    clock.paint();
    items(0, { removes: ['1'], upserts: [row('2', { name: 'web-0' })] });
    clock.paint();
    clock.advance(250);
    expect(merged.getSnapshot().view.map((entry) => entry.row.uid)).toEqual(['2']);
  });
});
