import { expect, test } from 'vitest';
import { LatestWriter } from '../../../electron/kube/latest-writer.ts';
import { initialCredit } from '../../../shared/wire.ts';
import { FakeClock } from './fake-clock.ts';

function setUp() {
  const clock = new FakeClock();
  const sent: number[] = [];
  const state = { value: 0, closed: 0, made: 0 };
  const writer = new LatestWriter<number>({
    clock,
    everyMs: 1_000,
    make: () => {
      state.made++;
      return state.value;
    },
    write: (event) => sent.push((JSON.parse(event) as { items: number }).items),
    onClose: () => state.closed++,
  });
  return { clock, sent, state, writer };
}

test('the first item goes at once, then one a second, always the newest', async () => {
  const { clock, sent, state, writer } = setUp();
  for (let value = 1; value <= 5; value++) {
    state.value = value;
    writer.changed();
    await clock.pass(300);
  }
  await clock.pass(5_000);
  expect(sent).toEqual([1, 4, 5]);
});

test('what is due sooner than it was thought goes sooner', async () => {
  const clock = new FakeClock();
  const sent: number[] = [];
  let everyMs = 1_000;
  const writer = new LatestWriter<number>({
    clock,
    everyMs: () => everyMs,
    make: () => everyMs,
    write: (event) => sent.push((JSON.parse(event) as { items: number }).items),
    onClose: () => undefined,
  });
  writer.changed();
  await clock.pass(10);
  writer.changed();
  await clock.pass(10);
  expect(sent).toEqual([1_000]);
  everyMs = 0;
  writer.changed();
  await clock.pass(10);
  expect(sent).toEqual([1_000, 0]);
});

test('without credit nothing is made, and with it again the newest goes', async () => {
  const { clock, sent, state, writer } = setUp();
  for (let value = 1; value <= initialCredit + 3; value++) {
    state.value = value;
    writer.changed();
    await clock.pass(1_000);
  }
  expect(sent).toHaveLength(initialCredit);
  expect(state.made).toBe(initialCredit);
  writer.grant(1);
  await clock.pass(1_000);
  expect(sent.at(-1)).toBe(initialCredit + 3);
});

test('after close nothing is written, and whoever made it is told once', async () => {
  const { clock, sent, state, writer } = setUp();
  writer.changed();
  writer.close();
  writer.close();
  await clock.pass(5_000);
  expect(sent).toEqual([]);
  expect(state.closed).toBe(1);
});
