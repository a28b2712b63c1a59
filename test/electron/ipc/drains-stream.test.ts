import { expect, test } from 'vitest';
import { openDrainsStream } from '../../../electron/ipc/drains-stream.ts';
import { drainOptionsSchema } from '../../../shared/drain.ts';
import { type DrainRun, type DrainsItem, drainPaceSchema } from '../../../shared/drain-run.ts';
import { initialCredit } from '../../../shared/wire.ts';
import { FakeClock } from '../kube/fake-clock.ts';

const run = (id: string, state: DrainRun['state'] = 'running'): DrainRun => ({
  ...{ id, state, startedAt: 0, endedAt: null, givesUpAt: null, heldAt: null, contexts: [] },
  ...{ options: drainOptionsSchema.parse({}), pace: drainPaceSchema.parse({}) },
});

function opened() {
  const clock = new FakeClock();
  const written: DrainsItem[] = [];
  let tell: (item: DrainsItem) => void = () => undefined;
  let watched = true;
  const stream = openDrainsStream(
    (listener) => {
      tell = listener;
      listener({ type: 'runs', runs: [run('a')] });
      return () => {
        watched = false;
      };
    },
    (event) => written.push(JSON.parse(event).items),
    clock,
  );
  return { clock, written, stream, tell: (item: DrainsItem) => tell(item), watched: () => watched };
}

test('all runs come at once, then the newest state of each, at most one message in 50 ms', async () => {
  const { clock, written, tell } = opened();
  expect(written).toMatchObject([{ type: 'runs', runs: [{ id: 'a' }] }]);
  for (const state of ['running', 'paused', 'done'] as const) tell({ type: 'run', run: run('a', state) });
  expect(written).toHaveLength(1);
  await clock.pass(50);
  expect(written.slice(1)).toMatchObject([{ type: 'run', run: { id: 'a', state: 'done' } }]);
});

test('without credit nothing is written, and afterwards only what is newest', async () => {
  const { clock, written, tell, stream } = opened();
  for (let index = 1; index < initialCredit; index++) {
    tell({ type: 'run', run: run('a') });
    await clock.pass(50);
  }
  expect(written).toHaveLength(initialCredit);
  tell({ type: 'run', run: run('b') });
  tell({ type: 'forgotten', run: 'b' });
  await clock.pass(500);
  expect(written).toHaveLength(initialCredit);
  stream.credit(1);
  await clock.pass(50);
  expect(written.slice(initialCredit)).toEqual([{ type: 'forgotten', run: 'b' }]);
});

test('after close nothing is written', async () => {
  const { clock, written, tell, stream, watched } = opened();
  tell({ type: 'run', run: run('a', 'done') });
  stream.close();
  await clock.pass(500);
  expect(written).toHaveLength(1);
  expect(watched()).toBe(false);
});
