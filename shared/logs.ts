import { z } from 'zod';
import type { ClusterError } from './cluster-error.ts';
import type { ContextId } from './context-id.ts';
import type { MatchRange } from './log-matches.ts';

/*
 * A log view: lines of many containers, over contexts, in one order. The log thread holds the lines; the page asks for the rows it
 * shows. All of a view lives as long as its `logs.view` stream: closing it forgets the lines and their files.
 */

const pathSegment = z
  .string()
  .max(253)
  .regex(/^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/);

/** Longest pattern, selector or query that is taken from the page, in characters. */
const longestPattern = 2_000;

/** Which pods of one context: by name, of one object that has pods (any workload, a Service), or by labels. */
export const logTargetSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('pods'),
    pods: z
      .array(z.strictObject({ namespace: pathSegment, name: pathSegment }))
      .min(1)
      .max(500),
  }),
  z.strictObject({
    type: z.literal('workload'),
    resource: z.strictObject({ group: z.union([z.literal(''), pathSegment]), version: pathSegment, resource: pathSegment }),
    namespace: pathSegment,
    name: pathSegment,
  }),
  z.strictObject({
    type: z.literal('labels'),
    /** As kubectl's `-l`. */
    selector: z.string().min(1).max(longestPattern),
    /** null = all namespaces. */
    namespaces: z.array(pathSegment).max(500).nullable(),
  }),
]);

/** One part of what a view reads. `containers` empty = all: init, sidecar, ephemeral and regular ones. */
export const logSelectionSchema = z.strictObject({
  contextId: z
    .string()
    .min(1)
    .max(4096)
    .transform((text) => text as ContextId),
  target: logTargetSchema,
  containers: z.array(pathSegment).max(100).default([]),
});

/** From where each source is read at first. */
export const logStartSchema = z.strictObject({
  since: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('all') }),
    z.strictObject({ type: z.literal('duration'), seconds: z.number().int().positive().max(31_536_000) }),
    /** ms since the epoch. */
    z.strictObject({ type: z.literal('time'), time: z.number().int().nonnegative() }),
  ]),
  /** Last lines of each source; null = all that `since` allows. */
  tailLines: z.number().int().min(0).max(10_000_000).nullable(),
  /** Logs of the containers' runs before the present one, instead. */
  previous: z.boolean(),
});

/** A pattern as the user typed it. `regex` false = literal text. Case is ignored unless `matchCase`. */
export const logPatternSchema = z.strictObject({
  text: z.string().min(1).max(longestPattern),
  regex: z.boolean(),
  matchCase: z.boolean(),
});

/** What of a view is shown. Lines are shown that match every `include`, no `exclude`, have a level of `levels` and a source that is among `onlySources` and not hidden. */
export const logFilterSchema = z.strictObject({
  include: z.array(logPatternSchema).max(20).default([]),
  exclude: z.array(logPatternSchema).max(20).default([]),
  /** Only these levels; null = all, lines without a level included. */
  levels: z
    .array(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']))
    .nullable()
    .default(null),
  /** Numbers of sources that are hidden. */
  hiddenSources: z.array(z.number().int().nonnegative()).max(10_000).default([]),
  /** Only these sources, those of `hiddenSources` left out; null = all. One of sixty thousand is shown alone by its number, not by those of the others. */
  onlySources: z.array(z.number().int().nonnegative()).max(10_000).nullable().default(null),
  /** Lines shown before and after each that matches, of the same source. */
  context: z.number().int().min(0).max(100).default(0),
});

export type LogTarget = z.output<typeof logTargetSchema>;
export type LogSelection = z.output<typeof logSelectionSchema>;
export type LogStart = z.output<typeof logStartSchema>;
export type LogPattern = z.output<typeof logPatternSchema>;
export type LogFilter = z.output<typeof logFilterSchema>;
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** Levels by their number in the store: 0 = the line says none. */
export const logLevels: readonly (LogLevel | null)[] = [null, 'trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** How one container's log is being read. */
export type LogSourceState =
  /** The pod exists, its container has not run yet; `reason` is Kubernetes' (ContainerCreating, ImagePullBackOff). */
  | { readonly state: 'waiting'; readonly reason: string }
  /** The view has as many logs of its context open as it may at once: this one is read when another has ended. */
  | { readonly state: 'queued' }
  | { readonly state: 'connecting' }
  | { readonly state: 'following' }
  /** Read to its end: the container ended, or only what there was had been asked for. `reason` e.g. `Completed`, `OOMKilled`, `pod deleted`. */
  | { readonly state: 'ended'; readonly reason: string; readonly exitCode: number | null; readonly at: number | null }
  /** Broken, tried again at `retryAt` (ms since the epoch); null = parked until the context is retried. */
  | { readonly state: 'broken'; readonly error: ClusterError; readonly since: number; readonly retryAt: number | null }
  /** Will not be tried again by itself: refused (403), gone (404), rotated away. */
  | { readonly state: 'failed'; readonly error: ClusterError };

/** One container of one pod in a view. `number` is its address in rows and filters and never changes. */
export interface LogSource {
  readonly number: number;
  readonly contextId: ContextId;
  readonly namespace: string;
  readonly pod: string;
  readonly podUid: string;
  readonly container: string;
  readonly containerType: 'regular' | 'init' | 'sidecar' | 'ephemeral';
  readonly node: string;
  readonly state: LogSourceState;
  /** Lines received, lines over the last seconds, ms since the epoch of the newest line's stamp and of its arrival. */
  readonly lines: number;
  readonly perSecond: number;
  readonly lastLineTime: number | null;
  /** ms between stamp and arrival of the newest line, by the clock of its API server: a node whose clock is off shows here, this machine's does not. */
  readonly lagMs: number | null;
  readonly restarts: number;
  /** A run before the present one can be read (`previous`): offered for crash loops. */
  readonly hasPrevious: boolean;
}

/** Something that is not a line but has its place among the lines. */
export type LogMark =
  /**
   * `count` lines are missing here; null = nobody knows how many. `again` = they may be read again from the server. `deleted`: the pod
   * was gone before the end of its log could be read, so nobody knows whether there was more.
   */
  | {
      readonly mark: 'dropped';
      readonly count: number | null;
      readonly why: 'budget' | 'rotated' | 'restarts' | 'deleted';
      readonly again: boolean;
    }
  /**
   * The stream broke at `from` and goes on without a gap; `lines` = how many came at once. Where a context's connection broke this is told once, at its first source: `sources` = of how many.
   * Absent = of its own.
   */
  | { readonly mark: 'reconnected'; readonly from: number; readonly at: number; readonly lines: number; readonly sources?: number }
  /** The container ended and runs again. */
  | { readonly mark: 'restarted'; readonly exitCode: number | null; readonly reason: string; readonly at: number }
  | { readonly mark: 'ended'; readonly exitCode: number | null; readonly reason: string; readonly at: number | null };

/** One row of the page. `id` is the line's number in the view: it never changes and is never used twice. */
export type LogRow =
  | {
      readonly type: 'line';
      readonly id: number;
      readonly source: number;
      /** ms since the epoch, and the nanoseconds that follow them (0 to 999,999). */
      readonly time: number;
      readonly nanos: number;
      readonly level: LogLevel | null;
      /** Without the stamp and the line's end; invalid UTF-8 as U+FFFD. At most `longestRowText` characters; `cut` says how many more there are. */
      readonly text: string;
      readonly cut: number;
      /** Belongs to the line before it of the same source: the further lines of a stack trace. */
      readonly continues: boolean;
      /** Of JSON and logfmt lines: what it says, and the rest in order. */
      readonly message?: string;
      readonly fields?: readonly (readonly [name: string, value: string])[];
      /** Shown because a neighbour matches the filter. */
      readonly context?: true;
      /** Where `text` matches the search: found where the line was asked, because a user's pattern could freeze the page. Absent = nowhere. */
      readonly hits?: readonly MatchRange[];
    }
  | { readonly type: 'mark'; readonly id: number; readonly source: number; readonly time: number; readonly mark: LogMark };

/** Characters of a line that a row carries; `logs.line` has the whole. */
export const longestRowText = 4_096;

/** Counts of lines by level in equal spans of time. `counts[i]` has one number per index of `logLevels`. */
export interface LogHistogram {
  /** ms since the epoch. */
  readonly from: number;
  readonly bucketMs: number;
  readonly counts: readonly (readonly number[])[];
  /** Lines before and after all that are counted, with stamps so far from theirs that a scale for both would show nothing; null = none. */
  readonly before: LogsOutside | null;
  readonly after: LogsOutside | null;
  /** Spans in which lines are missing, whatever came of them: dropped to keep within the budget, rotated away, of runs that nobody can read. ms since the epoch, oldest first, apart from each other. */
  readonly missing: readonly (readonly [from: number, to: number])[];
}

/** Lines that a histogram leaves out: how many, and the time nearest to the others at which there are some, ms since the epoch. */
export interface LogsOutside {
  readonly lines: number;
  readonly time: number;
}

/** What a search has found so far. */
export interface LogSearchState {
  readonly search: number;
  readonly found: number;
  /** 0 to 1. */
  readonly progress: number;
  /** Why it stopped: a pattern that is none, or one that took too long. */
  readonly error: string | null;
}

/** One message of a view; only what changed is there. */
export interface LogViewItem {
  /** Those that are new or changed, whole, by number; the others are as they were. */
  readonly sources?: readonly LogSource[];
  /** Lines kept, marks included, after and before the filter, in memory and in the file; lines lost to the budget. */
  readonly counts?: {
    readonly visible: number;
    readonly total: number;
    readonly bytes: number;
    readonly spilledBytes: number;
    readonly dropped: number;
  };
  /** Rows from this position on (among the visible) are not what they were: late lines were placed there, or the filter changed. Absent = lines were only appended. */
  readonly changedFrom?: number;
  /** While the page follows: the last rows of the view, the first of them at `from`. */
  readonly tail?: { readonly from: number; readonly rows: readonly LogRow[] };
  readonly histogram?: LogHistogram;
  readonly search?: LogSearchState;
  /** How much of the lines the filter has been through, 0 to 1; absent = all. A filter that failed says why and hides nothing. */
  readonly filter?: { readonly progress: number; readonly error: string | null };
  /** What a whole selection says: its workload is gone, its pods may not be listed. Index of the selection. */
  readonly selections?: readonly { readonly index: number; readonly error: ClusterError | null; readonly pods: number }[];
}

/** Rows as they are now. Positions count visible rows. */
export interface LogRows {
  readonly from: number;
  readonly visible: number;
  readonly rows: readonly LogRow[];
}

/** Where something is among the visible rows. */
export interface LogPlace {
  readonly position: number;
  readonly id: number;
}

const view = z.string().min(1).max(100);

/** Arguments of the calls about a view that is open; `contract.ts` spreads them. */
export const logCallArguments = {
  /** Rows from a position on. */
  'logs.read': z.strictObject({ view, from: z.number().int().nonnegative(), count: z.number().int().min(1).max(2_000) }),
  /** Whether the page shows the end: its last `rows` rows are then sent as they come. 0 = it does not. */
  'logs.follow': z.strictObject({ view, rows: z.number().int().min(0).max(500) }),
  /** Replaces the filter. */
  'logs.filter': z.strictObject({ view, filter: logFilterSchema }),
  /** Begins a search in what is visible; null ends it. Its state comes with the stream. */
  'logs.search': z.strictObject({ view, search: z.number().int().nonnegative(), pattern: logPatternSchema.nullable() }),
  /** The hit after (or before) a position, round the end; null when there is none so far. */
  'logs.hit': z.strictObject({ view, search: z.number().int().nonnegative(), from: z.number().int(), backwards: z.boolean() }),
  /** The visible row of a line, or the one nearest to a time, of one source when it is given. */
  'logs.locate': z.strictObject({
    view,
    at: z.union([z.strictObject({ id: z.number().int() }), z.strictObject({ time: z.number(), source: z.number().int().nullable() })]),
  }),
  /** The whole text of one line. */
  'logs.line': z.strictObject({ view, id: z.number().int().nonnegative() }),
  /** Reads again what a `dropped` mark speaks of. */
  'logs.again': z.strictObject({ view, id: z.number().int().nonnegative() }),
} as const;

/** What they answer. */
export interface LogCallValues {
  'logs.read': LogRows;
  'logs.follow': null;
  'logs.filter': null;
  'logs.search': null;
  'logs.hit': (LogPlace & { readonly ordinal: number }) | null;
  'logs.locate': LogPlace | null;
  'logs.line': { readonly text: string };
  'logs.again': null;
}

/** Arguments of the log streams. */
export const logStreamArguments = {
  /** Opens a view under an id that the page chose (unique in the process, e.g. a random UUID). */
  'logs.view': z.strictObject({
    view,
    selections: z.array(logSelectionSchema).min(1).max(100),
    start: logStartSchema,
    /** Lines and bytes kept in memory before older ones go to a file. */
    budget: z
      .strictObject({ bytes: z.number().int().min(1_048_576).max(4_294_967_296), lines: z.number().int().min(1_000).max(20_000_000) })
      .default({ bytes: 268_435_456, lines: 2_000_000 }),
  }),
  /** The lines as a file, in pieces of text: `plain` as the containers wrote them, with prefix and stamp when asked; `ndjson` one object a line. */
  'logs.save': z.strictObject({
    view,
    what: z.enum(['visible', 'all']),
    format: z.enum(['plain', 'ndjson']),
    timestamps: z.boolean(),
    prefix: z.boolean(),
  }),
} as const;

/** What they carry. */
export interface LogStreamItems {
  'logs.view': LogViewItem;
  /** `missing` comes last: lines that were to be saved and were dropped from the view before their turn. */
  'logs.save': { readonly text: string; readonly missing?: number };
}
