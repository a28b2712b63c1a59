import { failure, type Result, success } from '../../shared/cluster-error.ts';
import type { ContextId } from '../../shared/context-id.ts';
import type { KubeconfigFile } from '../../shared/context-view.ts';
import type { AppInfo, CallValue, ClusterChannel, ContextsItem, ParsedCallArguments } from '../../shared/contract.ts';
import type { Diagnostics } from '../../shared/diagnostics.ts';
import type { DrainDryRun } from '../../shared/drain-access.ts';
import type { DrainCommand, DrainsItem } from '../../shared/drain-run.ts';
import type { JournalExport, JournalPage, JournalPiece, JournalQuery, WriteOutcome } from '../../shared/journal.ts';
import type { LogCallValues } from '../../shared/logs.ts';
import type { NodeWriteAnswer } from '../../shared/node-writes.ts';
import type { Guard } from '../../shared/protection.ts';
import type { Settings, SettingsPatch } from '../../shared/settings.ts';
import { addressOfPage, type WindowPage } from '../../shared/window-page.ts';
import type { OverviewArguments } from '../features/overview/open-overview.ts';
import { systemClock } from '../kube/clock.ts';
import type { ProviderFacts } from '../kube/provider/provider-facts.ts';
import type { CallHandlers, OpenStream, StreamHandlers } from './command-bus.ts';
import { openContextsStream } from './contexts-stream.ts';
import { openDrainsStream } from './drains-stream.ts';
import { openJournalChanges, openJournalExport } from './journal-streams.ts';

type Answer<Value> = Promise<Result<Value>> | Result<Value>;

/** Settings as the handlers use them; shell/settings-file.ts is one. */
export interface SettingsService {
  get(): Settings;
  change(patch: SettingsPatch): Answer<Settings>;
}

/** Contexts as the handlers use them; features/contexts/contexts-service.ts is one. */
export interface ContextsHandlers {
  watch(listener: (item: ContextsItem) => void): () => void;
  connect(contextId: ContextId): Answer<null>;
  disconnect(contextId: ContextId): Answer<null>;
  retry(contextId: ContextId): Answer<null>;
  trust(contextId: ContextId, command: string): Answer<null>;
  /** What its kubeconfig tells of who runs the cluster. */
  kubeconfigFacts(contextId: ContextId): ProviderFacts;
  addKubeconfig(path: string): Answer<KubeconfigFile>;
  removeKubeconfig(path: string): Answer<null>;
}

/** The data thread as the handlers use it; kube/data-thread-client.ts is one. Its answers have the shape the contract gives the channel. */
export interface DataThread {
  call(channel: string, args: unknown): Promise<Result<unknown>>;
  open(channel: string, args: unknown, write: (event: string) => void): OpenStream;
}

/** The log thread as the handlers use it; features/logs/log-thread-client.ts is one. Its answers have the shape the contract gives the channel. */
export type LogThread = DataThread;

/** Drains as the handlers use them; features/nodes/run/drain-runs.ts is one. */
export interface DrainsService {
  start(asked: ParsedCallArguments<'nodes.drain'>): Answer<{ readonly run: string }>;
  command(run: string, command: DrainCommand): Answer<null>;
  dryRun(asked: ParsedCallArguments<'nodes.dryRunDrain'>): Promise<DrainDryRun>;
  /** All runs at once, then what changes; until the returned function is called. */
  watch(listener: (item: DrainsItem) => void): () => void;
}

/** Writes to nodes as the handlers use them; features/nodes/write-nodes.ts is one. */
export interface NodeWritesService {
  cordon(asked: ParsedCallArguments<'nodes.cordon'>): Answer<NodeWriteAnswer>;
  taint(asked: ParsedCallArguments<'nodes.taint'>): Answer<NodeWriteAnswer>;
  label(asked: ParsedCallArguments<'nodes.label'>): Answer<NodeWriteAnswer>;
}

/** Guardrails and journal as the handlers use them; features/writes has both. */
export interface WritesService {
  guard(asked: ParsedCallArguments<'writes.guard'>): Guard;
  readJournal(query: JournalQuery): Promise<JournalPage>;
  exportJournal(asked: JournalExport): AsyncGenerator<JournalPiece>;
  /** Calls after every line that this process added, until the returned function is called. */
  onJournal(listener: () => void): () => void;
  undo(asked: ParsedCallArguments<'journal.undo'>): Answer<WriteOutcome>;
}

/** What the handlers call; built in backend.ts. */
export interface Services {
  readonly settings: SettingsService;
  readonly contexts: ContextsHandlers;
  readonly data: DataThread;
  readonly logs: LogThread;
  readonly drains: DrainsService;
  readonly nodes: NodeWritesService;
  readonly writes: WritesService;
  appInfo(): AppInfo;
  diagnose(): Promise<Diagnostics>;
  startDemo(): Answer<null>;
  /** The system's file dialog: null when cancelled; absent where there is none. */
  readonly chooseFile: (() => Promise<string | null>) | null;
  /** Opens a window at an address of our page (from its root on); false when there are too many. null where there are no windows. */
  readonly openWindow: ((address: string) => boolean) | null;
}

/** What every call channel does: the table of contents of the main side. */
export function createCallHandlers({ settings, contexts, data, logs, drains, nodes, writes, ...app }: Services): CallHandlers {
  const ask = <Channel extends ClusterChannel>(channel: Channel, args: ParsedCallArguments<Channel>) =>
    data.call(channel, args) as Promise<Result<CallValue<Channel>>>;
  const askLogs = <Channel extends keyof LogCallValues>(channel: Channel, args: ParsedCallArguments<Channel>) =>
    logs.call(channel, args) as Promise<Result<CallValue<Channel>>>;
  return {
    'app.info': () => success(app.appInfo()),
    'diagnostics.get': async () => success(await app.diagnose()),
    'settings.get': () => success(settings.get()),
    'settings.change': (patch) => settings.change(patch as SettingsPatch),
    'demo.start': () => app.startDemo(),
    'kubeconfigs.add': ({ path }) => contexts.addKubeconfig(path),
    'kubeconfigs.choose': () => chooseKubeconfig(app.chooseFile, contexts),
    'kubeconfigs.remove': ({ path }) => contexts.removeKubeconfig(path),
    'contexts.connect': ({ contextId }) => contexts.connect(contextId),
    'contexts.disconnect': ({ contextId }) => contexts.disconnect(contextId),
    'contexts.retry': ({ contextId }) => contexts.retry(contextId),
    'contexts.trustPlugin': ({ contextId, command }) => contexts.trust(contextId, command),
    'resources.discover': (args) => ask('resources.discover', args),
    'objects.get': (args) => ask('objects.get', args),
    'access.explain': (args) => ask('access.explain', args),
    'access.rows': (args) => ask('access.rows', args),
    'access.subject': (args) => ask('access.subject', args),
    'access.imply': (args) => ask('access.imply', args),
    'access.ask': (args) => ask('access.ask', args),
    'access.whoCan': (args) => ask('access.whoCan', args),
    'access.reasons': (args) => ask('access.reasons', args),
    'access.risks': (args) => ask('access.risks', args),
    'access.roles': (args) => ask('access.roles', args),
    'usage.history': (args) => ask('usage.history', args),
    'usage.recent': (args) => ask('usage.recent', args),
    'nodes.planDrain': (args) => ask('nodes.planDrain', args),
    'nodes.drainAccess': (args) => ask('nodes.drainAccess', args),
    'nodes.dryRunDrain': async (asked) => success(await drains.dryRun(asked)),
    'nodes.drain': (asked) => drains.start(asked),
    'nodes.drainCommand': ({ run, command }) => drains.command(run, command),
    'nodes.cordon': (asked) => nodes.cordon(asked),
    'nodes.taint': (asked) => nodes.taint(asked),
    'nodes.label': (asked) => nodes.label(asked),
    'nodes.planTaints': (args) => ask('nodes.planTaints', args),
    'writes.guard': (asked) => success(writes.guard(asked)),
    'journal.read': async (query) => success(await writes.readJournal(query)),
    'journal.undo': (asked) => writes.undo(asked),
    'windows.open': (page) => openWindow(app.openWindow, page),
    'logs.read': (args) => askLogs('logs.read', args),
    'logs.follow': (args) => askLogs('logs.follow', args),
    'logs.filter': (args) => askLogs('logs.filter', args),
    'logs.search': (args) => askLogs('logs.search', args),
    'logs.hit': (args) => askLogs('logs.hit', args),
    'logs.locate': (args) => askLogs('logs.locate', args),
    'logs.line': (args) => askLogs('logs.line', args),
    'logs.again': (args) => askLogs('logs.again', args),
  };
}

/** What every stream channel does. */
export function createStreamHandlers({ contexts, data, logs, drains, writes }: Services): StreamHandlers {
  return {
    'contexts.watch': (_args, write) => openContextsStream((listener) => contexts.watch(listener), write),
    'rows.watch': (args, write) => data.open('rows.watch', args, write),
    'overview.watch': (args, write) =>
      data.open('overview.watch', { ...args, kubeconfig: contexts.kubeconfigFacts(args.contextId) } satisfies OverviewArguments, write),
    'usage.watch': (args, write) => data.open('usage.watch', args, write),
    'nodes.drains': (_args, write) => openDrainsStream((listener) => drains.watch(listener), write, systemClock),
    'journal.changes': (_args, write) => openJournalChanges((listener) => writes.onJournal(listener), write, systemClock),
    'journal.export': (asked, write) => openJournalExport(writes.exportJournal(asked), write),
    'logs.view': (args, write) => logs.open('logs.view', args, write),
    'logs.save': (args, write) => logs.open('logs.save', args, write),
  };
}

async function chooseKubeconfig(chooseFile: Services['chooseFile'], contexts: ContextsHandlers): Promise<Result<KubeconfigFile | null>> {
  if (chooseFile === null) {
    return failure({
      kind: 'unsupported',
      what: 'file dialog',
      message: 'A browser cannot tell the path of a file. Type the path instead.',
    });
  }
  const path = await chooseFile();
  return path === null ? success(null) : contexts.addKubeconfig(path);
}

function openWindow(open: Services['openWindow'], page: WindowPage): Result<null> {
  if (open === null) {
    return failure({ kind: 'unsupported', what: 'window', message: 'In a browser the page opens its windows itself.' });
  }
  // The address is made here of what was checked: no text of the page becomes an address.
  if (open(addressOfPage(page))) return success(null);
  return failure({ kind: 'unsupported', what: 'window', message: 'Too many windows are open. Close one first.' });
}
