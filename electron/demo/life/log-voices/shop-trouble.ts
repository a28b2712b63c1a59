/*
 * The shop's bad hours, the same for all clusters: every eight minutes its payment provider slows down, captures run into time-outs, and whoever
 * waits for them complains. So whenever somebody opens the logs, the last ten minutes have a story.
 */

const PERIOD_MS = 480_000;
/** Trouble begins this far into each period, grows until it is at its worst, then ends within half a minute. */
const BEGINS_MS = 270_000;
const WORST_MS = 450_000;

/** How bad it is, 0 to 1. */
export function troubleAt(time: number): number {
  const into = ((time % PERIOD_MS) + PERIOD_MS) % PERIOD_MS;
  if (into < BEGINS_MS) return 0;
  return into < WORST_MS ? (into - BEGINS_MS) / (WORST_MS - BEGINS_MS) : (PERIOD_MS - into) / (PERIOD_MS - WORST_MS);
}

/** The order that the shop works on at a time: services that speak of the same moment name the same orders. */
export const orderAt = (time: number): string => `ord_${50_000 + (Math.floor(time / 700) % 50_000)}`;
