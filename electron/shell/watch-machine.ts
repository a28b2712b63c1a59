import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';

/** How often the machine is looked at, in ms: what is on screen is proven or reconnecting two seconds after a wake. A look takes about 0.1 ms. */
const intervalMs = 1_000;
/** A timer that comes this much late, in ms, has slept: a busy main process is late by far less, and a proof too many costs little. */
const sleptMs = 10_000;
/** Linux' table of IPv4 routes (proc(5)): a VPN may move the default route and leave every address where it is. */
const routesFile = '/proc/net/route';

/** What the look at the machine depends on; tests bring their own. */
export interface Machine {
  readonly now: () => number;
  /** Changes whenever an address comes or goes (Wi-Fi, VPN); empty = offline. */
  readonly addresses: () => string;
  /** Changes with the default route; empty where the system does not say. */
  readonly defaultRoute: () => string;
}

const thisMachine: Machine = {
  now: Date.now,
  addresses: () =>
    Object.entries(networkInterfaces())
      .flatMap(([name, all]) => (all ?? []).filter((one) => !one.internal).map((one) => `${name} ${one.address}`))
      .sort()
      .join(),
  defaultRoute: process.platform === 'linux' ? linuxDefaultRoute : () => '',
};

/**
 * Calls `onWake` after the machine slept or its network changed, in both shells and without any package: connections that were
 * open before may be dead without knowing. The answer stops watching.
 */
export function watchMachine(onWake: () => void, machine: Machine = thisMachine): () => void {
  const look = createLook(onWake, machine);
  const timer = setInterval(look, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** One look at the machine; compares with the look before. Apart from the timer so that tests need none. */
export function createLook(onWake: () => void, machine: Machine): () => void {
  let lookedAt = machine.now();
  let addresses = machine.addresses();
  let route = machine.defaultRoute();
  return () => {
    const now = machine.now();
    const after = machine.addresses();
    const routeAfter = machine.defaultRoute();
    const slept = now - lookedAt > intervalMs + sleptMs;
    // Losing the last address wakes nobody: there is nothing to connect over until one comes back.
    const moved = (after !== addresses && after !== '') || (routeAfter !== route && routeAfter !== '');
    lookedAt = now;
    addresses = after;
    route = routeAfter;
    if (slept || moved) onWake();
  };
}

/** Interface and gateway of the default routes, as the kernel lists them; empty when there is none or it cannot be read. */
export function linuxDefaultRoute(file: string = routesFile): string {
  try {
    const lines = readFileSync(file, 'latin1').split('\n').slice(1);
    // Columns: Iface Destination Gateway Flags RefCnt Use Metric Mask ...; destination and mask 0 are the default.
    const columns = lines.map((line) => line.split('\t')).filter((line) => line[1] === '00000000' && line[7] === '00000000');
    return columns.map(([name, , gateway, , , , metric]) => `${name} ${gateway} ${metric}`).join();
  } catch {
    // No /proc: a container without it. The addresses still tell.
    return '';
  }
}
