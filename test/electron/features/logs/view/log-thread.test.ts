import { readdirSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../../kube/test-context.ts';
import { batchOf, type TestLine, testBaseMs } from './test-lines.ts';
import { bundleLogThread, TestLogThread, textOfRow } from './thread-fixture.ts';

/* The real log thread, bundled as the app bundles it; the tests are its main process, its data threads and its page. */

let bundle: Awaited<ReturnType<typeof bundleLogThread>>;
let thread: TestLogThread;

beforeAll(async () => {
  bundle = await bundleLogThread();
  thread = new TestLogThread(bundle.file, bundle.folder);
});

afterAll(async () => {
  await thread.close();
  bundle.remove();
});

const line = (micros: number, text: string): TestLine => ({ micros, text });

test('lines of two containers appear in order, are counted, and are told while the page follows', async () => {
  const view = thread.open('first');
  const feed = await thread.feed();
  expect(feed.request).toMatchObject({ selections: [{ index: 0, containers: [] }], resume: [] });
  await view.call('logs.follow', { rows: 2 });
  feed.source(1, 'one');
  feed.source(2, 'two');
  feed.lines(1, batchOf([line(1_000, 'INFO a'), line(3_000, 'ERROR c')], testBaseMs + 20));
  feed.lines(2, batchOf([line(2_000, 'b'), line(4_000, 'd')]));
  expect(await view.texts(4)).toEqual(['INFO a', 'b', 'ERROR c', 'd']);
  const { rows, visible } = await view.call('logs.read', { from: 1, count: 2 });
  expect(visible).toBe(4);
  expect(rows).toMatchObject([
    { type: 'line', id: 2, source: 1, time: testBaseMs + 2, nanos: 0, level: null, text: 'b', cut: 0, continues: false },
    { type: 'line', id: 1, source: 0, level: 'error', text: 'ERROR c' },
  ]);
  await until('tail', () => view.last('tail')?.from === 2);
  expect(view.last('tail')?.rows.map(textOfRow)).toEqual(['ERROR c', 'd']);
  expect(view.sources.get(0)).toMatchObject({
    pod: 'one',
    lines: 2,
    lastLineTime: testBaseMs + 3,
    lagMs: 17,
    state: { state: 'following' },
  });
  view.stream.close();
  await until('closed', () => feed.closed);
  await expect(view.call('logs.read', { from: 0, count: 1 })).rejects.toThrow('not open');
});

test('a filter shows what matches in its place, new lines included, and the place of a hidden line is found', async () => {
  const view = thread.open('filtered');
  const feed = await thread.feed(1);
  feed.source(1, 'one');
  feed.source(2, 'two');
  feed.lines(1, batchOf([line(10, 'INFO keep a'), line(30, 'DEBUG other'), line(50, 'INFO keep c')]));
  await view.texts(3);
  const filter = {
    include: [{ text: 'ke+p', regex: true, matchCase: false }],
    exclude: [],
    levels: null,
    hiddenSources: [],
    onlySources: null,
    context: 0,
  };
  await view.call('logs.filter', { filter });
  expect(await view.texts(2)).toEqual(['INFO keep a', 'INFO keep c']);
  feed.lines(2, batchOf([line(20, 'late'), line(40, 'late KEEP b'), line(60, 'keep d')]));
  expect(await view.texts(4)).toEqual(['INFO keep a', 'late KEEP b', 'INFO keep c', 'keep d']);
  expect(await view.call('logs.locate', { at: { id: 1 } })).toMatchObject({ position: 1, id: 4 });
  await view.call('logs.filter', { filter: { ...filter, include: [], hiddenSources: [0] } });
  expect(await view.texts(3)).toEqual(['late', 'late KEEP b', 'keep d']);
  await view.call('logs.filter', { filter: { ...filter, include: [{ text: '(', regex: true, matchCase: false }] } });
  await until('an error', () => view.last('filter')?.error != null);
  expect((await view.texts(6)).length).toBe(6);
  view.stream.close();
});

test('a search counts what is visible, goes round, says where rows match, and hears of new lines', async () => {
  const view = thread.open('searched');
  const feed = await thread.feed(2);
  feed.source(1, 'one');
  feed.lines(1, batchOf([line(10, 'a needle'), line(30, 'hay'), line(50, 'needle needle')]));
  await view.texts(3);
  await view.call('logs.search', { search: 7, pattern: { text: 'needle', regex: false, matchCase: false } });
  await until('found', () => view.last('search')?.progress === 1);
  expect(view.last('search')).toEqual({ search: 7, found: 2, progress: 1, error: null });
  expect(await view.call('logs.hit', { search: 7, from: 0, backwards: false })).toEqual({ position: 2, id: 2, ordinal: 1 });
  expect(await view.call('logs.hit', { search: 7, from: 2, backwards: false })).toEqual({ position: 0, id: 0, ordinal: 0 });
  expect(await view.call('logs.hit', { search: 7, from: 0, backwards: true })).toEqual({ position: 2, id: 2, ordinal: 1 });
  expect((await view.call('logs.read', { from: 2, count: 1 })).rows).toMatchObject([
    {
      hits: [
        [0, 6],
        [7, 13],
      ],
    },
  ]);
  feed.lines(1, batchOf([line(70, 'another Needle')]));
  await until('found again', () => view.last('search')?.found === 3);
  await view.call('logs.search', { search: 8, pattern: { text: '(a+)+$', regex: true, matchCase: false } });
  feed.lines(1, batchOf([line(80, `${'a'.repeat(40)}!`)]));
  await until('a pattern that takes too long', () => view.last('search')?.error != null);
  expect(await view.texts(5)).toHaveLength(5);
  view.stream.close();
});

test('a saved file is what the containers wrote, in order, with stamps and names when asked', async () => {
  const view = thread.open('saved');
  const feed = await thread.feed(3);
  feed.source(1, 'one');
  feed.source(2, 'two');
  feed.lines(1, batchOf([{ micros: 1_000_010, nanos: 7, text: 'a\tä' }, line(1_000_030, '')]));
  feed.lines(2, batchOf([line(1_000_020, ' b ')]));
  feed.send({
    type: 'mark',
    feed: 2,
    at: { micros: testBaseMs * 1_000 + 1_000_025, nanos: 0 },
    mark: { mark: 'ended', exitCode: 0, reason: 'Completed', at: null },
  });
  await view.texts(4);
  expect(await view.save()).toBe('a\tä\n b \n\n');
  const stamped = await view.save({ timestamps: true, prefix: true });
  const second = new Date(testBaseMs + 1_000).toISOString().slice(0, 19);
  expect(stamped.split('\n')[0]).toBe(`[one/shop/one/one] ${second}.000010007Z a\tä`);
  const objects = (await view.save({ format: 'ndjson' }))
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text));
  expect(objects).toMatchObject([
    { text: 'a\tä', pod: 'one' },
    { text: ' b ', container: 'two' },
    { mark: { mark: 'ended', exitCode: 0, reason: 'Completed', at: null } },
    { text: '' },
  ]);
  view.stream.close();
});

test('when a data thread dies its sources go on where they were, under their numbers', async () => {
  const view = thread.open('resumed');
  const first = await thread.feed(4);
  first.source(1, 'one');
  first.source(2, 'two');
  const early = line(-5_000_000, 'long before');
  first.lines(1, batchOf([early, line(100, 'x'), line(200, 'x'), { micros: 200, nanos: 9, text: 'y' }]));
  await view.texts(4);
  first.close();
  const second = await thread.feed(5);
  await until('said', () => view.sources.get(1)?.state.state === 'connecting');
  expect(second.request.resume).toMatchObject([
    { podUid: 'uid-one', container: 'one', restarts: 0, at: { micros: testBaseMs * 1_000 + 200, nanos: 9 } },
  ]);
  const kept = second.request.resume[0]?.lines ?? [];
  expect(kept.map(({ text }) => Buffer.from(text).toString())).toEqual(['x', 'x', 'y']);
  expect(kept.map(({ at }) => at.micros - testBaseMs * 1_000)).toEqual([100, 200, 200]);
  // A new feed has numbers of its own.
  second.source(5, 'two');
  second.source(9, 'one');
  second.lines(9, batchOf([line(300, 'z')]));
  second.lines(5, batchOf([line(150, 'other')]));
  expect(await view.texts(6)).toEqual(['long before', 'x', 'other', 'x', 'y', 'z']);
  await until('counted', () => view.sources.get(0)?.lines === 5 && view.sources.get(1)?.lines === 1);
  expect([...view.sources.values()].map(({ number, pod, lines }) => [number, pod, lines])).toEqual([
    [0, 'one', 5],
    [1, 'two', 1],
  ]);
  view.stream.close();
  await until('closed', () => second.closed);
});

test('what was dropped is asked for again, from the line before to the line after', async () => {
  const view = thread.open('again');
  const feed = await thread.feed(6);
  feed.source(3, 'one');
  feed.lines(3, batchOf([line(10, 'a')]));
  const at = { micros: testBaseMs * 1_000 + 20, nanos: 0 };
  feed.send({ type: 'mark', feed: 3, at, mark: { mark: 'dropped', count: 5, why: 'budget', again: true } });
  feed.lines(3, batchOf([line(30, 'b')]));
  await view.texts(3);
  await view.call('logs.again', { id: 1 });
  await until('asked', () => feed.said.length > 0);
  const from = { micros: testBaseMs * 1_000 + 10, nanos: 0 };
  expect(feed.said).toEqual([{ type: 'again', feed: 3, from, to: { micros: testBaseMs * 1_000 + 30, nanos: 0 } }]);
  expect((await view.call('logs.read', { from: 1, count: 1 })).rows).toMatchObject([{ type: 'mark', mark: { count: 5, again: false } }]);
  feed.source(4, 'one');
  feed.lines(4, batchOf([line(15, 'between')]));
  expect(await view.texts(4)).toEqual(['a', 'between', '[dropped]', 'b']);
  await until('counted', () => view.sources.get(1)?.lines === 1);
  expect(view.sources.get(1)).toMatchObject({ pod: 'one' });
  view.stream.close();
});

test('lines beyond the budget go to a private file that closing the view removes, and credit comes back as they are stored', async () => {
  const view = thread.open('spilled', { budget: { bytes: 1_048_576, lines: 100_000 } });
  const feed = await thread.feed(7);
  feed.source(1, 'one');
  const text = 'x'.repeat(1_000);
  for (let batch = 0; batch < 40; batch++) {
    feed.lines(1, batchOf(Array.from({ length: 100 }, (_, index) => line(batch * 100 + index, `${batch * 100 + index} ${text}`))));
  }
  await until('spilled', () => (view.counts?.spilledBytes ?? 0) > 2_000_000 && view.counts?.visible === 4_000);
  const files = () => readdirSync(bundle.folder).filter((name) => name.endsWith('.lines'));
  expect(files()).toHaveLength(1);
  expect((await view.save()) === Array.from({ length: 4_000 }, (_, index) => `${index} ${text}\n`).join('')).toBe(true);
  expect((await view.call('logs.line', { id: 5 })).text).toBe(`5 ${text}`);
  const credit = feed.said.reduce((sum, message) => sum + (message.type === 'credit' ? message.bytes : 0), 0);
  expect(credit).toBeGreaterThan(3_000_000);
  view.stream.close();
  await until('removed', () => files().length === 0);
});

test('a file that is damaged fails what is read from it, and the view goes on', async () => {
  const view = thread.open('damaged', { budget: { bytes: 400, lines: 100_000 } });
  const feed = await thread.feed(8);
  feed.source(1, 'one');
  feed.lines(1, batchOf(Array.from({ length: 100 }, (_, index) => line(index, `line ${index}`))));
  await until('spilled', () => (view.counts?.spilledBytes ?? 0) > 300);
  const file = readdirSync(bundle.folder).find((name) => name.endsWith('.lines'));
  truncateSync(path.join(bundle.folder, file ?? ''), 0);
  await view.call('logs.follow', { rows: 100 });
  await expect(view.call('logs.read', { from: 0, count: 10 })).rejects.toThrow('shorter than what was written');
  await view.call('logs.follow', { rows: 1 });
  feed.lines(1, batchOf([line(200, 'still here')]));
  await until('told', () => view.last('tail')?.rows.map(textOfRow)[0] === 'still here');
  view.stream.close();
});
