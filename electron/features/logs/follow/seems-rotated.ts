/** The kubelet looks this often, in ms, whether a log is too long (`containerLogMonitorInterval`). */
const rotationCheckMs = 10_000;
/** Heard within this of the break, in ms: what was heard cannot have been rotated away long before it. */
const recentMs = 15_000;
/** Lines further apart than this, in microseconds, may have had others between them. */
const gapMicros = 1_000_000;

/** What is known where the first line after a break is newer than all that were seen, and none of those came again. */
export interface Unmatched {
  /** How long before the break the last line was heard, in ms. */
  readonly silentMs: number;
  /** How long the break was, in ms. */
  readonly brokenMs: number;
  /** From the last line to the first after the break, by their stamps, in microseconds; negative where a clock was set back between them. */
  readonly apartMicros: number;
}

/**
 * Whether lines are missing, as far as can be known. The kubelet gives the present file only, so lines that were rotated away during the break are lost. But a line that
 * was heard long before the break may have been rotated away while we listened and heard that nothing followed it; then only a break long enough for
 * another rotation leaves a doubt, and a short one none. Lines that follow each other at once had none between them. Pure.
 */
export function seemsRotated({ silentMs, brokenMs, apartMicros }: Unmatched): boolean {
  if (Math.abs(apartMicros) <= gapMicros) return false;
  return silentMs < recentMs || brokenMs > rotationCheckMs;
}
