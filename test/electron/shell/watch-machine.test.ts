import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createLook, linuxDefaultRoute } from '../../../electron/shell/watch-machine.ts';

function machine() {
  const state = { now: 0, addresses: 'eth0 10.0.0.2', route: 'eth0 0100000A 100', wakes: 0 };
  const look = createLook(
    () => {
      state.wakes++;
    },
    { now: () => state.now, addresses: () => state.addresses, defaultRoute: () => state.route },
  );
  const after = (ms: number, addresses = state.addresses, route = state.route) => {
    state.now += ms;
    state.addresses = addresses;
    state.route = route;
    look();
    return state.wakes;
  };
  return after;
}

test('a look in time wakes nobody, one after a sleep does', () => {
  const after = machine();
  expect(after(1_000)).toBe(0);
  expect(after(10_000)).toBe(0);
  expect(after(60_000)).toBe(1);
  expect(after(1_000)).toBe(1);
});

test('a network that comes or changes wakes, one that goes does not', () => {
  const after = machine();
  expect(after(1_000, '')).toBe(0);
  expect(after(1_000, 'wlan0 192.168.1.7')).toBe(1);
  expect(after(1_000, 'tun0 172.16.0.1,wlan0 192.168.1.7')).toBe(2);
  expect(after(1_000)).toBe(2);
});

test('P07: a default route that moves wakes although every address stayed, one that goes does not', () => {
  const after = machine();
  expect(after(1_000, undefined, '')).toBe(0);
  expect(after(1_000, undefined, 'tun0 0100A8C0 50,eth0 0100000A 100')).toBe(1);
  expect(after(1_000)).toBe(1);
});

test('the default routes of Linux are read from its table of routes', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'timonier-routes-'));
  const file = path.join(folder, 'route');
  const head = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT';
  const eth0 = 'eth0\t00000000\t0100000A\t0003\t0\t0\t100\t00000000\t0\t0\t0';
  const near = 'eth0\t0000000A\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0';
  writeFileSync(file, `${[head, eth0, near].join('\n')}\n`);
  expect(linuxDefaultRoute(file)).toBe('eth0 0100000A 100');
  rmSync(folder, { recursive: true });
  expect(linuxDefaultRoute(file)).toBe('');
});
