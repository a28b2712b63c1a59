/** A timer that comes this much late, in ms, tells that we slept or were stopped, not that the other side was silent. */
const lateMs = 1_000;

/** A time-out under way. */
export interface PatientTimeout {
  /** Begins anew. */
  refresh(): void;
  cancel(): void;
}

/**
 * Calls `action` after `ms`, unless the timer itself comes late: after sleep, timers run before anybody has read what the other side
 * said meanwhile, so it waits for as long again. 0 = never. Never keeps the process alive.
 */
export function patientTimeout(ms: number, action: () => void): PatientTimeout {
  if (ms === 0) return { refresh: () => undefined, cancel: () => undefined };
  let startedAt = performance.now();
  const timer = setTimeout(() => {
    if (performance.now() - startedAt > ms + lateMs) {
      startedAt = performance.now();
      timer.refresh();
    } else action();
  }, ms);
  timer.unref();
  return {
    refresh() {
      startedAt = performance.now();
      timer.refresh();
    },
    cancel: () => clearTimeout(timer),
  };
}
