import { z } from 'zod';
import {
  type AccessAnswer,
  type AccessReasons,
  type AccessRoles,
  type AccessRows,
  type AccessSubjectAnswer,
  accessCellsSchema,
  accessIdentitySchema,
  accessQuestionSchema,
  accessRowsSchema,
  accessSubjectSchema,
  askableMethods,
  type ImpliedAccess,
  type RiskySubject,
  type WhoCan,
} from './access.ts';
import type { ClusterError } from './cluster-error.ts';
import type { ContextId } from './context-id.ts';
import type { ContextStatus, ContextView, KubeconfigFile } from './context-view.ts';
import type { Diagnostics } from './diagnostics.ts';
import { type DrainPlan, drainOptionsSchema } from './drain.ts';
import { type DrainAccess, type DrainDryRun, dryRunPodsSchema } from './drain-access.ts';
import { type DrainsItem, drainCommandSchema, drainStartSchema } from './drain-run.ts';
import type { Freshness } from './freshness.ts';
import { type JournalPage, type JournalPiece, journalExportSchema, journalQuerySchema, type WriteOutcome } from './journal.ts';
import { type LogCallValues, type LogStreamItems, logCallArguments, logStreamArguments } from './logs.ts';
import { labelChangesSchema, taintChangesSchema } from './node-edits.ts';
import type { NodeWriteAnswer, TaintPlan } from './node-writes.ts';
import type { ClusterOverview } from './overview.ts';
import { confirmationSchema, type Guard, writeVerbs } from './protection.ts';
import type { Discovery } from './resource.ts';
import type { RowChanges } from './row.ts';
import type { Settings } from './settings.ts';
import { settingsPatchSchema } from './settings.ts';
import { type RecentUsage, recentUsageSchema, type UsageItem, type UsageSeries, usageTargetSchema } from './usage.ts';
import { windowPageSchema } from './window-page.ts';

/*
 * The only list of what crosses the process boundary: reading it tells what the app can do.
 * `call` asks once and gets a Result; `open` starts a stream that ends when the reader closes it.
 * Every channel that touches a cluster names its context.
 *
 * To add a channel: one line in `callArguments` (or `streamArguments`), one in `CallValues` (or `StreamItems`),
 * a handler, and for a call that asks a cluster its answer in the data thread; without any of them the project does not compile.
 */

/** Longest path or name that is taken from the page, in characters; a kubeconfig path plus a context name fits many times. */
const longestText = 4096;

/** Nodes of one action: more than one would choose by hand; each costs two requests. */
const mostNodes = 500;

const contextId = z
  .string()
  .min(1)
  .max(longestText)
  .transform((text) => text as ContextId);
const pathSegment = z
  .string()
  .max(253)
  .regex(/^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/);
const group = z.union([z.literal(''), pathSegment]);
const resource = z.strictObject({ group, version: pathSegment, resource: pathSegment });
const namespace = z.union([z.literal(''), pathSegment]);
/** Names of objects are path segments; `:` appears in RBAC names (system:node), so it is allowed here and encoded in URLs. */
const objectName = z
  .string()
  .min(1)
  .max(253)
  .refine((name) => name !== '.' && name !== '..' && !/[/%\s]/.test(name) && !hasControlCharacter(name), 'is not an object name');

function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) < 0x20 || text.charCodeAt(index) === 0x7f) return true;
  return false;
}

const nodeNames = z.array(objectName).min(1).max(mostNodes);
/** Nodes that are written, and what the user confirmed in the dialog. */
const writtenNodes = { contextId, nodes: nodeNames, confirmation: confirmationSchema };

/** Writes that may be asked about at once: the pods of the largest drain. */
const mostGuarded = 100_000;
const guardedAction = z.strictObject({
  verb: z.enum(writeVerbs),
  target: z.strictObject({ group, resource: pathSegment, subresource: z.union([z.literal(''), pathSegment]), namespace }),
});

/** Arguments of every call channel, as parsers; their keys are the run-time allow-list. */
export const callArguments = {
  'app.info': z.strictObject({}),
  'diagnostics.get': z.strictObject({}),
  'settings.get': z.strictObject({}),
  'settings.change': settingsPatchSchema,
  'demo.start': z.strictObject({}),
  'kubeconfigs.add': z.strictObject({ path: z.string().min(1).max(longestText) }),
  'kubeconfigs.choose': z.strictObject({}),
  'kubeconfigs.remove': z.strictObject({ path: z.string().min(1).max(longestText) }),
  'contexts.connect': z.strictObject({ contextId }),
  'contexts.disconnect': z.strictObject({ contextId }),
  'contexts.retry': z.strictObject({ contextId }),
  'contexts.trustPlugin': z.strictObject({ contextId, command: z.string().min(1).max(longestText) }),
  'resources.discover': z.strictObject({ contextId }),
  'objects.get': z.strictObject({ contextId, resource, namespace, name: objectName }),
  'access.explain': z.strictObject({ contextId, resource, namespace }),
  'access.rows': z.strictObject({ contextId }),
  'access.subject': z.strictObject({ contextId, subject: accessSubjectSchema }),
  'access.imply': z.strictObject({
    contextId,
    subject: z.strictObject({ identity: accessIdentitySchema, method: z.enum([...askableMethods, 'roles']) }),
    namespace,
    name: z.string().max(253),
    rows: accessRowsSchema,
  }),
  'access.ask': z.strictObject({
    contextId,
    subject: z.strictObject({ identity: accessIdentitySchema, method: z.enum(askableMethods) }),
    namespace,
    name: z.string().max(253),
    cells: accessCellsSchema,
  }),
  'access.whoCan': z.strictObject({ contextId, question: accessQuestionSchema }),
  'access.reasons': z.strictObject({ contextId, identity: accessIdentitySchema, question: accessQuestionSchema }),
  'access.risks': z.strictObject({ contextId }),
  'access.roles': z.strictObject({ contextId }),
  'usage.history': z.strictObject({ contextId, target: usageTargetSchema }),
  'usage.recent': recentUsageSchema.extend({ contextId }),
  'nodes.planDrain': z.strictObject({ contextId, nodes: nodeNames, options: drainOptionsSchema }),
  'nodes.drainAccess': z.strictObject({ contextId, nodes: nodeNames, options: drainOptionsSchema }),
  'nodes.dryRunDrain': dryRunPodsSchema.extend({ contextId }),
  'nodes.drain': drainStartSchema,
  'nodes.drainCommand': drainCommandSchema,
  'nodes.cordon': z.strictObject({ ...writtenNodes, unschedulable: z.boolean() }),
  'nodes.taint': z.strictObject({ ...writtenNodes, changes: taintChangesSchema, overwrite: z.boolean() }),
  'nodes.label': z.strictObject({ ...writtenNodes, changes: labelChangesSchema, overwrite: z.boolean() }),
  'nodes.planTaints': z.strictObject({ contextId, nodes: nodeNames, changes: taintChangesSchema }),
  'writes.guard': z.strictObject({ contextId, actions: z.array(guardedAction).min(1).max(mostGuarded) }),
  'journal.read': journalQuerySchema,
  'journal.undo': z.strictObject({ id: z.string().min(1).max(100), confirmation: confirmationSchema }),
  'windows.open': windowPageSchema,
  ...logCallArguments,
} as const;

/** What every call answers on success. */
export interface CallValues extends LogCallValues {
  'app.info': AppInfo;
  /** How the data path does. While it is asked at least once in a minute and a half, stalls are measured. */
  'diagnostics.get': Diagnostics;
  'settings.get': Settings;
  'settings.change': Settings;
  /** Starts the demo fleet and adds its contexts, connected. */
  'demo.start': null;
  'kubeconfigs.add': KubeconfigFile;
  /** Opens the system's file dialog; null when the user cancelled. `unsupported` in a browser. */
  'kubeconfigs.choose': KubeconfigFile | null;
  'kubeconfigs.remove': null;
  'contexts.connect': null;
  'contexts.disconnect': null;
  /** Tries again now whatever is waiting for its countdown. */
  'contexts.retry': null;
  'contexts.trustPlugin': null;
  'resources.discover': Discovery;
  'objects.get': ObjectDetail;
  'access.explain': AccessExplanation;
  /** The rows of an access matrix: what the cluster serves, subresources included, and what only authorizers know. */
  'access.rows': AccessRows;
  /** Who a subject is to the cluster, and how questions about it can be put. */
  'access.subject': AccessSubjectAnswer;
  /** What can be said of all rows at once; each cell is still to be asked about. */
  'access.imply': ImpliedAccess;
  /** The server's answer to each cell, in their order. */
  'access.ask': readonly AccessAnswer[];
  /** Who may do something, as RBAC objects say. */
  'access.whoCan': WhoCan;
  /** Which rules let somebody do something, and the smallest role that would. */
  'access.reasons': AccessReasons;
  /** Who has rights that can be turned into more. */
  'access.risks': readonly RiskySubject[];
  /** Roles and bindings, to be held against those of other clusters. */
  'access.roles': AccessRoles;
  /** What something used in the last hour, as far as anybody looked. */
  'usage.history': UsageSeries;
  /** The newest numbers of what a table shows, for sparklines. */
  'usage.recent': RecentUsage;
  /** What draining nodes would do, read anew from the cluster. Changes nothing. */
  'nodes.planDrain': DrainPlan;
  /** Whether we may do all that the drain needs, asked of the cluster. Changes nothing. */
  'nodes.drainAccess': DrainAccess;
  /** What the server would answer to the removal of each of these pods, as dry runs: nothing is removed, and nobody has to confirm it. */
  'nodes.dryRunDrain': DrainDryRun;
  /** Starts a drain and answers its id once its state is on disk; what comes of it is told by `nodes.drains`. */
  'nodes.drain': { readonly run: string };
  /** Answers once the command is on disk, before what it leads to. Fails when the run is gone or in no state for it. */
  'nodes.drainCommand': null;
  /** Cordons or uncordons each of the nodes, as `kubectl cordon` does. */
  'nodes.cordon': NodeWriteAnswer;
  /** Changes taints of each of the nodes, as `kubectl taint` does. Fails as a whole, with nothing sent, on what kubectl refuses before it asks a cluster. */
  'nodes.taint': NodeWriteAnswer;
  /** Changes labels of each of the nodes, as `kubectl label` does. Fails as `nodes.taint`. */
  'nodes.label': NodeWriteAnswer;
  /** What changed taints would do to the pods on the nodes, read anew from the cluster. Changes nothing. */
  'nodes.planTaints': TaintPlan;
  /** What would be asked before these writes, as one action. Sends nothing. */
  'writes.guard': Guard;
  /** A page of the record of all that was sent to clusters to change them, newest first. */
  'journal.read': JournalPage;
  /** Takes one write back, by another of its own entry. An outcome `failed` of kind `edit` when the cluster is no longer as that write left it: nothing is sent then. */
  'journal.undo': WriteOutcome;
  /** Opens one of our pages in a window of its own. `unsupported` in a browser, where the page does it itself. */
  'windows.open': null;
}

/** Arguments of every stream channel. */
export const streamArguments = {
  'contexts.watch': z.strictObject({}),
  'rows.watch': z.strictObject({
    contextId,
    resource,
    /** null = all namespaces. */
    namespaces: z.array(pathSegment).max(5000).nullable(),
    /** As the API's fieldSelector, e.g. `involvedObject.uid=…`; empty = none. */
    fieldSelector: z.string().max(1000).default(''),
  }),
  'overview.watch': z.strictObject({ contextId }),
  'usage.watch': z.strictObject({ contextId }),
  'nodes.drains': z.strictObject({}),
  'journal.changes': z.strictObject({}),
  'journal.export': journalExportSchema,
  ...logStreamArguments,
} as const;

/** What every stream carries besides its state. */
export interface StreamItems extends LogStreamItems {
  'contexts.watch': ContextsItem;
  'rows.watch': RowChanges;
  /** One cluster at a glance, whole, at most once a second; its lists are watched while somebody reads it. */
  'overview.watch': ClusterOverview;
  /** What metrics.k8s.io says pods and nodes use: every round of samples, polled while somebody reads. */
  'usage.watch': UsageItem;
  'nodes.drains': DrainsItem;
  /** Lines that this process has added to the journal since the stream was opened: what was read of it is no longer all. Other processes tell nothing. */
  'journal.changes': { readonly lines: number };
  /** The journal as a file, in pieces of text. */
  'journal.export': JournalPiece;
}

/** Either the whole list of contexts (it changed), or new statuses of some of them (at most once a second each). */
export type ContextsItem =
  | { readonly type: 'contexts'; readonly contexts: readonly ContextView[]; readonly files: readonly KubeconfigFile[] }
  | { readonly type: 'status'; readonly statuses: Readonly<Record<ContextId, ContextStatus>> };

/** One message of a stream. `state` is the freshness of a cluster list; `contexts.watch` never sends one. Nothing follows `end`. */
export type StreamEvent<Item> =
  | { readonly type: 'items'; readonly items: Item }
  | { readonly type: 'state'; readonly state: Freshness }
  | { readonly type: 'end'; readonly error: ClusterError | null };

/** What the page needs to know of the process it talks to. */
export interface AppInfo {
  readonly version: string;
  readonly shell: 'electron' | 'browser';
  readonly platform: string;
  /** BCP 47 locale of the system, e.g. `fr-FR`. */
  readonly locale: string;
  /** Where kubeconfigs were looked for and what was found, for the first-run screen. */
  readonly places: readonly { readonly label: string; readonly found: boolean; readonly detail: string }[];
  /** True when the demo fleet runs. */
  readonly demo: boolean;
  /** Notes about this start that the user should read once, e.g. a settings file that was set aside. */
  readonly notices: readonly string[];
}

/** One object as the server holds it, without managedFields; Secret data is replaced by its size. */
export interface ObjectDetail {
  readonly uid: string;
  readonly yaml: string;
  /** The same as plain JSON, for the summary. */
  readonly object: unknown;
  /** ms since the epoch. */
  readonly fetchedAt: number;
}

/** Who the user is to this cluster and what they may do with one resource in one namespace. */
export interface AccessExplanation {
  /** Empty when the server has no SelfSubjectReview (before 1.28) or refuses it. */
  readonly user: string;
  readonly groups: readonly string[];
  readonly allowedVerbs: readonly string[];
  readonly deniedVerbs: readonly string[];
}

export type CallChannel = keyof typeof callArguments;
export type StreamChannel = keyof typeof streamArguments;
/** Arguments as the page passes them. */
export type CallArguments<Channel extends CallChannel> = z.input<(typeof callArguments)[Channel]>;
export type StreamArguments<Channel extends StreamChannel> = z.input<(typeof streamArguments)[Channel]>;
/** Arguments as a handler gets them, parsed. */
export type ParsedCallArguments<Channel extends CallChannel> = z.output<(typeof callArguments)[Channel]>;
export type ParsedStreamArguments<Channel extends StreamChannel> = z.output<(typeof streamArguments)[Channel]>;
export type CallValue<Channel extends CallChannel> = CallValues[Channel];
export type StreamItem<Channel extends StreamChannel> = StreamItems[Channel];

/** Channels that ask a cluster, answered in the data thread: those that name a context, but for what is done to the context itself, decided here, or written. */
export type ClusterChannel = Exclude<
  { [Channel in CallChannel]: ParsedCallArguments<Channel> extends { contextId: ContextId } ? Channel : never }[CallChannel],
  `contexts.${string}` | 'writes.guard' | 'nodes.dryRunDrain' | 'nodes.cordon' | 'nodes.taint' | 'nodes.label'
>;

/** Does not compile when a channel lacks arguments, or a value: the error names the channel. */
type Exactly<A, B> = [A] extends [B] ? ([B] extends [A] ? true : Exclude<B, A>) : Exclude<A, B>;
true satisfies Exactly<CallChannel, keyof CallValues>;
true satisfies Exactly<StreamChannel, keyof StreamItems>;
