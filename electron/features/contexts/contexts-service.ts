import { type ClusterError, failure, type Result, success } from '../../../shared/cluster-error.ts';
import type { ContextId } from '../../../shared/context-id.ts';
import type { ContextStatus, ContextView, KubeconfigFile } from '../../../shared/context-view.ts';
import type { ContextsItem } from '../../../shared/contract.ts';
import { type ContextSettings, settingsOf } from '../../../shared/settings.ts';
import type { ContextRegistry } from '../../kube/context-registry.ts';
import type { FromDataThread } from '../../kube/data-thread-protocol.ts';
import { kubeconfigFacts } from '../../kube/provider/kubeconfig-facts.ts';
import type { ProviderFacts } from '../../kube/provider/provider-facts.ts';
import { ConnectionKeeper, type ContextsSettings, type ContextsThread } from './connection-keeper.ts';
import { EnvironmentMarks } from './environment-marks.ts';
import { projectContext } from './project-context.ts';
import { notConnected, StatusBoard } from './status-board.ts';

/**
 * Connects, disconnects and keeps contexts connected: the bridge between kubeconfigs, the user's wishes and the data thread.
 * Nothing is sent to a cluster, and no plugin is run, before the user connects its context. Calls answer at once; what
 * comes of them is told by statuses. After close() nothing is sent or told.
 */
export class ContextsService {
  private readonly registry: ContextRegistry;
  private readonly settings: ContextsSettings;
  private readonly thread: ContextsThread;
  private readonly listeners = new Set<(item: ContextsItem) => void>();
  private readonly board = new StatusBoard((statuses) => this.tell({ type: 'status', statuses }));
  private readonly keeper: ConnectionKeeper;
  private readonly marks: EnvironmentMarks;
  private readonly positions = new Map<ContextId, number>();
  private readonly stops: (() => void)[] = [];
  private followRemembered = false;
  private listText = '';
  private held = false;

  constructor(registry: ContextRegistry, settings: ContextsSettings, thread: ContextsThread) {
    this.registry = registry;
    this.settings = settings;
    this.thread = thread;
    this.keeper = new ConnectionKeeper(registry, settings, thread, this.board);
    this.marks = new EnvironmentMarks(settings, (id) => this.board.get(id).clusterUid);
    this.stops.push(
      thread.onMessage((message) => this.hear(message)),
      registry.onChange(() => this.kubeconfigsChanged()),
      settings.onChange(() => {
        this.marks.settingsChanged();
        this.tellContexts();
      }),
    );
  }

  /**
   * Connects what was connected last time, or, when names are given (`--context`), the contexts with these names and no
   * others. Call it after registry.start(). Returns the names that no kubeconfig holds.
   */
  start(contextNames: readonly string[] = []): string[] {
    const contexts = this.registry.snapshot().contexts;
    this.followRemembered = contextNames.length === 0;
    for (const context of contexts)
      if (contextNames.length === 0 ? settingsOf(this.settings.get(), context.id).connected === true : contextNames.includes(context.name))
        this.keeper.open(context, false);
    return contextNames.filter((name) => !contexts.some((context) => context.name === name));
  }

  /** The contexts as the page shows them, in the order of the files. */
  contexts(): ContextView[] {
    const settings = this.settings.get();
    return this.registry
      .snapshot()
      .contexts.map((context) => projectContext(context, settingsOf(settings, context.id), this.positionOf(context.id)));
  }

  /** What the kubeconfig of a context tells of who runs its cluster; nothing of a context that is no more. */
  kubeconfigFacts(id: ContextId): ProviderFacts {
    const context = this.registry.context(id);
    return context === null ? {} : kubeconfigFacts(context);
  }

  status(id: ContextId): ContextStatus {
    return this.board.get(id);
  }

  /** Sends the list of contexts and all statuses now, then changes of either. The returned function ends that. */
  watch(listener: (item: ContextsItem) => void): () => void {
    this.listeners.add(listener);
    if (!this.held) this.greet(listener);
    return () => this.listeners.delete(listener);
  }

  /** Watchers hear nothing until `ready` is fulfilled, then everything: a list that is about to grow is not told before. */
  holdWatchers(ready: Promise<void>): void {
    this.held = true;
    void ready.then(() => {
      this.held = false;
      for (const listener of [...this.listeners]) this.greet(listener);
    });
  }

  /** Connects a context and remembers that. Fails when it is broken or gone; connecting twice is fine. */
  connect(id: ContextId): Result<null> {
    const context = this.registry.context(id);
    if (context === null) return failure(gone(id));
    if (context.broken !== null) return failure(context.broken);
    this.remember(id, { connected: true, ...this.keepColour(id) });
    if (!this.keeper.has(id)) this.keeper.open(context, true);
    return success(null);
  }

  /** Disconnects a context and remembers that. */
  disconnect(id: ContextId): Result<null> {
    this.remember(id, { connected: false });
    this.keeper.drop(id);
    this.board.set(id, notConnected);
    return success(null);
  }

  /** Tries again now: a credential that failed is asked for anew, and the thread stops waiting for its countdown. */
  retry(id: ContextId): Result<null> {
    const context = this.registry.context(id);
    if (context === null) return failure(gone(id));
    if (!this.keeper.has(id)) return this.connect(id);
    this.keeper.retry(id);
    this.thread.send({ type: 'retry', contextId: id });
    return success(null);
  }

  /** Allows a plugin that lies beside its kubeconfig (absolute path, as the error names it) and connects with it. */
  trust(id: ContextId, command: string): Result<null> {
    const context = this.registry.context(id);
    if (context === null) return failure(gone(id));
    const trusted = settingsOf(this.settings.get(), id).trustedPlugins ?? [];
    if (!trusted.includes(command)) this.remember(id, { trustedPlugins: [...trusted, command] });
    this.keeper.again(id);
    return success(null);
  }

  /** Adds a kubeconfig file or folder and remembers it. */
  async addKubeconfig(path: string): Promise<Result<KubeconfigFile>> {
    const result = await this.registry.addPlace(path);
    if (result.ok) this.settings.change({ kubeconfigs: this.registry.added() });
    return result;
  }

  /** Forgets an added file or folder; its connected contexts are disconnected. */
  async removeKubeconfig(path: string): Promise<Result<null>> {
    const result = await this.registry.removePlace(path);
    if (result.ok) this.settings.change({ kubeconfigs: this.registry.added() });
    return result;
  }

  /** A data thread was started anew: it is told again of its contexts. */
  threadRestarted(contexts: readonly ContextId[]): void {
    this.keeper.threadRestarted(contexts);
  }

  /** The machine woke up: credentials that ended meanwhile are renewed, and the thread looks at its connections. */
  wake(): void {
    this.keeper.wake();
    this.thread.send({ type: 'wake' });
  }

  close(): void {
    for (const stop of this.stops) stop();
    this.keeper.close();
    this.listeners.clear();
    this.board.close();
  }

  private hear(message: FromDataThread): void {
    this.keeper.hear(message);
    if (message.type === 'status' && message.status.clusterUid !== null)
      this.marks.clusterSeen(message.contextId, message.status.clusterUid);
  }

  private kubeconfigsChanged(): void {
    this.keeper.kubeconfigsChanged();
    if (this.followRemembered)
      for (const context of this.registry.snapshot().contexts)
        if (!this.keeper.has(context.id) && context.broken === null && settingsOf(this.settings.get(), context.id).connected === true)
          this.keeper.open(context, false);
    this.tellContexts();
  }

  private remember(id: ContextId, change: Partial<ContextSettings>): void {
    this.settings.change({ contexts: { [id]: change } });
  }

  /** A colour is kept from the first connect on, so that files that come and go do not repaint a cluster the user knows. */
  private keepColour(id: ContextId): Partial<ContextSettings> {
    return settingsOf(this.settings.get(), id).colour === undefined ? { colour: (this.positionOf(id) % 8) + 1 } : {};
  }

  private positionOf(id: ContextId): number {
    const known = this.positions.get(id);
    if (known !== undefined) return known;
    const position = this.positions.size;
    this.positions.set(id, position);
    return position;
  }

  private contextsItem(): ContextsItem {
    return { type: 'contexts', contexts: this.contexts(), files: this.registry.snapshot().files };
  }

  private tellContexts(): void {
    if (this.listeners.size === 0) return;
    const item = this.contextsItem();
    const text = JSON.stringify(item);
    if (text === this.listText) return;
    this.listText = text;
    this.tell(item);
  }

  private greet(listener: (item: ContextsItem) => void): void {
    listener(this.contextsItem());
    listener({ type: 'status', statuses: this.board.all() });
  }

  private tell(item: ContextsItem): void {
    if (this.held) return;
    for (const listener of [...this.listeners]) listener(item);
  }
}

function gone(id: ContextId): ClusterError {
  const hash = id.lastIndexOf('#');
  return {
    kind: 'kubeconfig',
    file: id.slice(0, Math.max(0, hash)),
    line: null,
    column: null,
    message: `there is no context "${id.slice(hash + 1)}" any more; it was removed or renamed`,
  };
}
