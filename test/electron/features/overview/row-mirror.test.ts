import { expect, test } from 'vitest';
import { type MirrorReader, RowMirror } from '../../../../electron/features/overview/row-mirror.ts';
import { projectPods } from '../../../../electron/features/workloads/project-pods.ts';
import type { ListSource, SourceReader } from '../../../../electron/kube/list-source.ts';
import { Store } from '../../../../electron/kube/store.ts';
import type { Freshness } from '../../../../shared/freshness.ts';
import { FakeClock } from '../../kube/fake-clock.ts';

/** A source's store and readers, without what fills it. */
class Source {
  readonly store = new Store();
  state: Freshness = { state: 'live', lastByteAt: 0, partial: null };
  readers: SourceReader[] = [];

  constructor() {
    this.store.subscribe((uid) => {
      for (const reader of this.readers) reader.row(uid);
    });
  }

  subscribe(reader: SourceReader): () => void {
    this.readers.push(reader);
    return () => {
      this.readers = this.readers.filter((each) => each !== reader);
    };
  }

  put(uid: string, version: number, phase = 'Running'): void {
    const row = projectPods.project({ metadata: { uid, name: uid, namespace: 'shop' }, spec: { containers: [] }, status: { phase } });
    this.store.upsert({ uid, resourceVersion: String(version), namespace: 'shop', name: uid, row }, '');
  }

  say(state: Freshness): void {
    this.state = state;
    for (const reader of this.readers) reader.state(state);
  }
}

function setUp(source: Source) {
  const clock = new FakeClock();
  const told: string[] = [];
  let changes = 0;
  const reader: MirrorReader = {
    row: (uid, row) => told.push(`${uid} ${row.cells[1]}`),
    gone: (uid) => told.push(`${uid} gone`),
    clear: () => told.push('clear'),
    changed: () => changes++,
  };
  const mirror = new RowMirror(source as unknown as ListSource, clock, reader);
  return { clock, told, mirror, changes: () => changes };
}

test('what is there is told at once, and of what changes often only the newest', async () => {
  const source = new Source();
  source.put('a', 1);
  const { clock, told, mirror } = setUp(source);
  expect(mirror.settled).toBe(false);
  await clock.pass(0);
  expect(mirror.settled).toBe(true);
  source.put('b', 2, 'Pending');
  source.put('b', 3);
  source.store.remove('a', '4');
  await clock.pass(1_000);
  expect(told).toEqual(['a Running', 'b Running', 'a gone']);
});

test('a list that was told whole stays so while changes of it are gathered, and begins anew with a reset', async () => {
  const source = new Source();
  source.put('a', 1);
  const { clock, mirror } = setUp(source);
  await clock.pass(0);
  source.put('b', 2);
  expect(mirror.settled).toBe(true);
  for (const reader of source.readers) reader.reset();
  source.put('c', 3);
  expect(mirror.settled).toBe(false);
});

test('ten thousand rows take several turns, and none is missing', async () => {
  const source = new Source();
  for (let index = 0; index < 10_000; index++) source.put(`pod-${index}`, index + 1);
  const { clock, told, changes } = setUp(source);
  await clock.pass(10);
  expect(new Set(told).size).toBe(10_000);
  expect(changes()).toBe(10);
});

test('bytes that only prove a quiet watch are no news; a list that turns stale is', async () => {
  const source = new Source();
  const { changes } = setUp(source);
  source.say({ state: 'live', lastByteAt: 5, partial: null });
  expect(changes()).toBe(0);
  source.say({ state: 'catching-up', since: 5 });
  expect(changes()).toBe(1);
});

test('after stop nothing is told', async () => {
  const source = new Source();
  source.put('a', 1);
  const { clock, told, mirror } = setUp(source);
  mirror.stop();
  source.put('b', 2);
  await clock.pass(1_000);
  expect(told).toEqual([]);
});
