import { networkInterfaces } from 'node:os';

/** How often the machine is looked at, in ms: a laptop that woke up is noticed before the user has typed. */
const intervalMs = 5_000;
/** A timer that comes this much late, in ms, has slept: a busy main process is late by far less. */
const sleptMs = 15_000;

/** What the look at the machine depends on; tests bring their own. */
export interface Machine {
  readonly now: () => number;
  /** Changes whenever an address comes or goes (Wi-Fi, VPN). */
  readonly addresses: () => string;
}

const thisMachine: Machine = {
  now: Date.now,
  addresses: () =>
    Object.entries(networkInterfaces())
      .flatMap(([name, all]) => (all ?? []).filter((one) => !one.internal).map((one) => `${name} ${one.address}`))
      .sort()
      .join(),
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
  return () => {
    const now = machine.now();
    const after = machine.addresses();
    const slept = now - lookedAt > intervalMs + sleptMs;
    // Losing the last address wakes nobody: there is nothing to connect over until one comes back.
    const moved = after !== addresses && after !== '';
    lookedAt = now;
    addresses = after;
    if (slept || moved) onWake();
  };
}
