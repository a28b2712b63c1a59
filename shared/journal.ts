import { z } from 'zod';
import type { ClusterError } from './cluster-error.ts';
import type { ContextId } from './context-id.ts';
import type { WriteVerb } from './protection.ts';

/*
 * The record of everything that Timonier sent to clusters to change them: local, append-only, one JSON object a line. A write has a line
 * before it is sent and one after its answer; a line of the first kind without one of the second is a write whose outcome nobody saw.
 */

/** What the user did, for people: one action may be several writes. */
export type WriteAction = 'cordon' | 'uncordon' | 'taint' | 'label' | 'evict' | 'delete' | 'apply';

/** What a write was about. */
export interface WriteTarget {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  /** Empty = the object itself. */
  readonly subresource: string;
  /** Empty for cluster-scoped objects. */
  readonly namespace: string;
  readonly name: string;
  /** Of the object that was meant; empty where it was not known. */
  readonly uid: string;
}

/** How a write ended. */
export type WriteOutcome =
  /** `changed` false: it was so already, and nothing was sent. */
  | { readonly type: 'done'; readonly changed: boolean; readonly code: number }
  /** Refused by a guardrail of this machine: nothing was sent. */
  | { readonly type: 'denied'; readonly reason: string }
  /** The server said no, or the request never left this machine. */
  | { readonly type: 'failed'; readonly error: ClusterError }
  /** It may have been done: the connection broke, or the app ended, after it was sent and before the answer. */
  | { readonly type: 'unknown'; readonly error: ClusterError | null };

/** One write, as the journal page shows it: both of its lines put together. */
export interface JournalEntry {
  /** Grows with time; unique on this machine. */
  readonly id: string;
  /** ms since the epoch, when it was about to be sent. */
  readonly at: number;
  /** ms since the epoch; null while it runs or when nobody saw the answer. */
  readonly answeredAt: number | null;
  readonly contextId: ContextId;
  /** Name of the context in its kubeconfig, and host and port of its server, as they were then. */
  readonly context: string;
  readonly server: string;
  /** uid of the cluster's kube-system namespace; empty when it was not known. */
  readonly clusterUid: string;
  /** The user of the kubeconfig and how it proves itself (`admin, client certificate`), and whom it acts as; no secret. */
  readonly credential: string;
  readonly action: WriteAction;
  readonly verb: WriteVerb;
  readonly target: WriteTarget;
  /** What was sent beside the target, secrets masked: grace period, dry run, the patch. */
  readonly options: unknown;
  /** The drain that it belongs to; empty for none. */
  readonly run: string;
  /** The fields it changes as they were and as they became; null where nothing was edited. */
  readonly before: unknown;
  readonly after: unknown;
  readonly outcome: WriteOutcome;
  /** Whether one step takes it back (cordon, taint, label). */
  readonly undoable: boolean;
  /** The entry that it takes back; empty for none. */
  readonly undoes: string;
}

/** What entries of the journal are asked for; an empty member asks for no less. */
const filters = {
  /** Words, all of which stand in context, server, credential, action, resource, namespace, name, uid or outcome, in any case. */
  text: z.string().max(500).default(''),
  contextId: z.string().max(4096).nullable().default(null),
  /** Of one drain. */
  run: z.string().max(100).default(''),
  outcome: z.enum(['done', 'denied', 'failed', 'unknown']).nullable().default(null),
};

/** What the journal is asked for. */
export const journalQuerySchema = z.strictObject({
  ...filters,
  /** Entries older than this one, `next` of the page before; empty = from the newest. */
  before: z.string().max(100).default(''),
  limit: z.number().int().min(1).max(1000).default(200),
});

export type JournalQuery = z.output<typeof journalQuerySchema>;

/** What is exported: all entries that the filters let through, newest first. `ndjson`: one JournalEntry a line; `csv`: RFC 4180 with a head. */
export const journalExportSchema = z.strictObject({ ...filters, format: z.enum(['ndjson', 'csv']) });

export type JournalExport = z.output<typeof journalExportSchema>;

/** A file, or the folder, that could not be read. */
export interface UnreadableJournal {
  /** Absolute. */
  readonly path: string;
  /** A code of Node such as `EACCES`. */
  readonly code: string;
}

/** A part of the journal, newest first. */
export interface JournalPage {
  readonly entries: readonly JournalEntry[];
  /**
   * Where the next page begins; empty when everything was looked at. A page may have less than was asked for, even nothing, and still be followed by
   * others: a search looks at so much of the journal at once and no more.
   */
  readonly next: string;
  /** ms since the epoch: when the oldest entry that was looked at was asked for; null when none was. */
  readonly lookedBackTo: number | null;
  /** Lines that could not be read among those of this page (a line torn by a crash is one); they stay in their file. */
  readonly damagedLines: number;
  readonly unreadable: readonly UnreadableJournal[];
  /** Ids of writes that this process waits for an answer to: their outcome is unknown only so far. */
  readonly underWay: readonly string[];
  /** Absolute path of the folder of its files. */
  readonly folder: string;
}

/** A piece of an export. */
export interface JournalPiece {
  readonly text: string;
  readonly entries: number;
  /** As in JournalPage, of this piece. */
  readonly damagedLines: number;
  readonly unreadable: readonly UnreadableJournal[];
}
