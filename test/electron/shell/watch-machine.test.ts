import { expect, test } from 'vitest';
import { createLook } from '../../../electron/shell/watch-machine.ts';

function machine() {
  const state = { now: 0, addresses: 'eth0 10.0.0.2', wakes: 0 };
  const look = createLook(
    () => {
      state.wakes++;
    },
    { now: () => state.now, addresses: () => state.addresses },
  );
  const after = (ms: number, addresses = state.addresses) => {
    state.now += ms;
    state.addresses = addresses;
    look();
    return state.wakes;
  };
  return after;
}

test('a look in time wakes nobody, one after a sleep does', () => {
  const after = machine();
  expect(after(5_000)).toBe(0);
  expect(after(19_000)).toBe(0);
  expect(after(60_000)).toBe(1);
  expect(after(5_000)).toBe(1);
});

test('a network that comes or changes wakes, one that goes does not', () => {
  const after = machine();
  expect(after(5_000, '')).toBe(0);
  expect(after(5_000, 'wlan0 192.168.1.7')).toBe(1);
  expect(after(5_000, 'tun0 172.16.0.1,wlan0 192.168.1.7')).toBe(2);
  expect(after(5_000)).toBe(2);
});
