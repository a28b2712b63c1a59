import type { RestartReason, SourceFigures } from '../../shared/diagnostics.ts';

let lastNumber = 0;

/** What the reflectors of one source count for the diagnostics: plain numbers, cheap enough for every event. */
export class SourceCounter implements SourceFigures {
  /** Unlike that of any other source of this thread. */
  readonly number = ++lastNumber;
  events = 0;
  readonly restarts: Partial<Record<RestartReason, number>> = {};

  restart(reason: RestartReason): void {
    this.restarts[reason] = (this.restarts[reason] ?? 0) + 1;
  }
}
