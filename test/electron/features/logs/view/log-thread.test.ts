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
