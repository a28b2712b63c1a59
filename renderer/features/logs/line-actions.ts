import type { LogPattern, LogSource } from '../../../shared/logs.ts';

/** What the menu of a line can have the rest of the page do. What is absent is not offered. */
export interface LineActions {
  /** Opens the pod of a source in its table. */
  readonly openPod?: (source: LogSource) => void;
  readonly openNode?: (source: LogSource) => void;
  /** Shows one source alone, or all again when it is. */
  readonly solo?: (source: LogSource) => void;
  readonly hide?: (source: LogSource) => void;
  /** Adds a pattern to the filter: lines must match it. */
  readonly include?: (pattern: LogPattern) => void;
  /** Adds a pattern to the filter: lines must not match it. */
  readonly exclude?: (pattern: LogPattern) => void;
}
