/** From this age on a plan is called old, in ms: as long as a list is called live without a byte (shared/freshness.ts). */
const oldAfterMs = 60_000;

/** Whether a plan that was taken then is too old to be believed now; both in ms since the epoch. */
export function isOldPlan(takenAt: number, now: number): boolean {
  return now - takenAt > oldAfterMs;
}
