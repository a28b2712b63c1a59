import type { ClusterError } from '../../../shared/cluster-error.ts';
import type { LogFilter, LogHistogram, LogPattern, LogPlace, LogSource, LogViewItem } from '../../../shared/logs.ts';

/** Numbers of a view: shown, kept, lost. Zero until the first message. */
export type LogCounts = NonNullable<LogViewItem['counts']>;

/** Whether the end is followed, and what came since it was not. */
export interface FollowState {
  readonly following: boolean;
  /** Visible rows beyond the last one that was on screen. 0 while following. */
  readonly newer: number;
  /** ms since the epoch at which following stopped; null while following. */
  readonly pausedAt: number | null;
}

/** The search of a view, as the user sees it. */
export interface SearchState {
  readonly pattern: LogPattern;
  readonly found: number;
  /** 0 to 1. */
  readonly progress: number;
  readonly error: string | null;
  /** The hit that was gone to last; `ordinal` counts from 0 among the hits. null before the first. */
  readonly current: (LogPlace & { readonly ordinal: number }) | null;
}

/** The filter that was asked for, and how far the lines have been through it. */
export interface FilterState {
  readonly filter: LogFilter;
  /** 0 to 1. */
  readonly progress: number;
  /** Why it hides nothing: a pattern that is none, or one that took too long. */
  readonly error: string | null;
}

/** How the view itself does, apart from its sources. */
export type ViewStatus =
  | { readonly state: 'opening' }
  /** `reopened` = it is not the first: lines read before `at` were forgotten because of `error`, and what the start allows was read again. */
  | { readonly state: 'open'; readonly reopened: { readonly at: number; readonly error: ClusterError | null } | null }
  /** Opened again at `retryAt` (ms since the epoch); null = as soon as Timonier can be reached again. */
  | { readonly state: 'broken'; readonly error: ClusterError | null; readonly retryAt: number | null }
  | { readonly state: 'closed' };

/** What a whole selection says, by its index. */
export type SelectionState = NonNullable<LogViewItem['selections']>[number];

/** A place the lines are to be shown at. `serial` grows, so that asking twice for the same place counts. */
export interface RevealState {
  readonly place: LogPlace;
  readonly serial: number;
}

/** Everything a page shows of a view, in parts that change at different times. */
export interface LogSlices {
  /** By number; a source never goes away. A new map whenever one of them changed. */
  readonly sources: ReadonlyMap<number, LogSource>;
  readonly counts: LogCounts;
  readonly histogram: LogHistogram | null;
  readonly search: SearchState | null;
  readonly filter: FilterState;
  readonly selections: ReadonlyMap<number, SelectionState>;
  readonly follow: FollowState;
  readonly status: ViewStatus;
  /** Where to go, as buttons, hits and the histogram asked last; the lines obey. */
  readonly reveal: RevealState | null;
  /** Grows whenever rows were read, appended or moved. */
  readonly rows: number;
  /** The last rows while following: the first of them at `from`. null while paused. */
  readonly tail: NonNullable<LogViewItem['tail']> | null;
  /** Ids of the lines that the reader marked. */
  readonly marked: ReadonlySet<number>;
  /** Grows with the first position that changed places, so that those who hold a position look for their line again. */
  readonly moved: { readonly from: number; readonly serial: number };
}
