import type { ClusterError } from '../../../shared/cluster-error.ts';
import type { ContextId } from '../../../shared/context-id.ts';
import { type ContextSettings, type Settings, settingsOf } from '../../../shared/settings.ts';
import type { Connection } from '../../kube/connection.ts';
import type { ContextRegistry } from '../../kube/context-registry.ts';
import { signInCommand } from '../../kube/credentials/exec-plugin.ts';
import type { DataThreadMessage } from '../../kube/data-thread-client.ts';
import type { FromDataThread } from '../../kube/data-thread-protocol.ts';
import type { RegistryContext } from '../../kube/registry-contexts.ts';
import { planRetry } from './plan-retry.ts';
import { notConnected, type StatusBoard } from './status-board.ts';

/** setTimeout counts in 31 bits; a longer wait is cut and looked at again. */
const longestTimerMs = 12 * 3_600_000;

/** The part of the data thread that contexts need. Messages are delivered in order. */
export interface ContextsThread {
  send(message: DataThreadMessage): void;
  onMessage(listener: (message: FromDataThread) => void): () => void;
}

/** The part of the settings file that contexts need. */
export interface ContextsSettings {
  get(): Settings;
  change(patch: { contexts?: Record<string, Partial<ContextSettings>>; kubeconfigs?: readonly string[] }): Settings;
  onChange(listener: (settings: Settings) => void): () => void;
}

/** One context that the user connected. */
interface Connected {
  /** Version of the context that was dialled. */
  fingerprint: string;
  /** Goes up with each attempt; answers to older attempts are dropped. */
  generation: number;
  /** Failed attempts in a row. */
  attempt: number;
  since: number;
  timer: NodeJS.Timeout | null;
  /** What the thread was told last; null until a connection could be made. */
  sent: Connection | null;
  /** A new credential was sent because of a 401 and no answer proved it good yet. */
  provingNewCredential: boolean;
}

/**
 * Keeps connected what the user connected: makes the connection, renews its credential before it ends and after a 401,
 * tries again where that helps, and follows changes of the kubeconfig. For each context the newest attempt counts; answers
 * to older ones are dropped. After close() nothing is sent.
 */
export class ConnectionKeeper {
  private readonly registry: ContextRegistry;
  private readonly settings: ContextsSettings;
  private readonly thread: ContextsThread;
  private readonly board: StatusBoard;
  private readonly connected = new Map<ContextId, Connected>();

  constructor(registry: ContextRegistry, settings: ContextsSettings, thread: ContextsThread, board: StatusBoard) {
    this.registry = registry;
    this.settings = settings;
    this.thread = thread;
    this.board = board;
  }

  has(id: ContextId): boolean {
    return this.connected.has(id);
  }

  /** Asks anew for a credential that failed; a connection in order is left alone. */
  retry(id: ContextId): void {
    const entry = this.connected.get(id);
    if (entry !== undefined && (entry.sent === null || entry.attempt > 0))
      void this.establish(id, entry, { byUser: true, refresh: entry.sent !== null });
  }

  /** Makes the connection anew because the user changed something about it. */
  again(id: ContextId): void {
    const entry = this.connected.get(id);
    if (entry !== undefined) void this.establish(id, entry, { byUser: true });
  }

  /** A thread forgot these contexts: it is told again. */
  threadRestarted(contexts: readonly ContextId[]): void {
    for (const id of contexts) {
      const entry = this.connected.get(id);
      if (entry === undefined) continue;
      entry.sent = null;
      void this.establish(id, entry, {});
    }
  }

  /**
   * The machine slept, or its network changed. Credentials that ended meanwhile are renewed, those that could not be had are asked
   * for again; timers stood still while it slept and are set anew. However many contexts share an identity, its plugin runs once.
   */
  wake(): void {
    for (const [id, entry] of this.connected) {
      const refreshAt = this.registry.refreshAt(id);
      const ended = refreshAt !== null && refreshAt <= Date.now();
      const waits = entry.attempt > 0 && entry.timer !== null;
      if (ended || waits) void this.establish(id, entry, { quiet: true, refresh: waits && entry.sent !== null });
      else if (entry.timer !== null) this.scheduleRefresh(id, entry);
    }
  }

  close(): void {
    for (const entry of this.connected.values()) if (entry.timer !== null) clearTimeout(entry.timer);
    this.connected.clear();
  }

  /** Begins to keep a context connected. */
  open(context: RegistryContext, byUser: boolean): void {
    const entry: Connected = {
      fingerprint: context.fingerprint(),
      generation: 0,
      attempt: 0,
      since: Date.now(),
      timer: null,
      sent: null,
      provingNewCredential: false,
    };
    this.connected.set(context.id, entry);
    void this.establish(context.id, entry, { byUser });
  }

  /** Ends that, and tells the thread. */
  drop(id: ContextId): void {
    const entry = this.connected.get(id);
    if (entry === undefined) return;
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.generation++;
    this.connected.delete(id);
    this.thread.send({ type: 'disconnect', contextId: id });
  }

  /** Resolves the context and tells the thread. `quiet` leaves the status alone while a good connection is renewed. */
  private async establish(id: ContextId, entry: Connected, how: { byUser?: boolean; refresh?: boolean; quiet?: boolean }): Promise<void> {
    const generation = ++entry.generation;
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.timer = null;
    if (entry.sent === null && how.quiet !== true) this.board.setFreshness(id, { state: 'connecting', since: entry.since, detail: '' });
    const result = await this.registry.resolve(id, {
      refresh: how.refresh ?? false,
      byUser: how.byUser ?? false,
      trustedPlugins: settingsOf(this.settings.get(), id).trustedPlugins ?? [],
      onSlow: (notice) => {
        if (entry.generation === generation && entry.sent === null)
          this.board.setFreshness(id, { state: 'connecting', since: entry.since, detail: notice });
      },
    });
    if (entry.generation !== generation || this.connected.get(id) !== entry) return;
    if (!result.ok) {
      this.fail(id, entry, result.error);
      return;
    }
    const same = entry.sent !== null && entry.attempt === 0 && JSON.stringify(entry.sent) === JSON.stringify(result.value);
    if (how.refresh === true && how.byUser !== true && same) {
      this.fail(id, entry, this.rejected(id, 'the server refuses the credential (401)'));
      return;
    }
    entry.attempt = 0;
    entry.provingNewCredential = how.refresh === true;
    this.scheduleRefresh(id, entry);
    if (same) return;
    entry.sent = result.value;
    this.thread.send({ type: 'connect', connection: result.value, namespaces: this.namespacesOf(id) });
  }

  /** Where to look when all namespaces are refused and cannot be listed either: what the user named, else where kubectl would. */
  private namespacesOf(id: ContextId): readonly string[] {
    const chosen = settingsOf(this.settings.get(), id).namespaces ?? [];
    if (chosen.length > 0) return chosen;
    const named = this.registry.context(id)?.namespace ?? '';
    return [named === '' ? 'default' : named];
  }

  private fail(id: ContextId, entry: Connected, error: ClusterError): void {
    entry.attempt++;
    const wait = planRetry(error, entry.attempt);
    const retryAt = wait === null ? null : Date.now() + wait;
    if (wait !== null) this.later(entry, wait, () => void this.establish(id, entry, { quiet: true, refresh: entry.sent !== null }));
    const freshness = { since: Date.now(), error, retryAt, attempt: entry.attempt };
    this.board.setFreshness(id, entry.sent === null ? { state: 'unreachable', ...freshness } : { state: 'stale', ...freshness });
    this.thread.send({ type: 'connect-failed', contextId: id, error, retryAt });
  }

  private scheduleRefresh(id: ContextId, entry: Connected): void {
    const at = this.registry.refreshAt(id);
    if (at === null) return;
    const wait = Math.max(0, at - Date.now());
    this.later(entry, Math.min(wait, longestTimerMs), () =>
      wait > longestTimerMs ? this.scheduleRefresh(id, entry) : void this.establish(id, entry, { quiet: true }),
    );
  }

  private later(entry: Connected, wait: number, act: () => void): void {
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.timer = setTimeout(act, wait);
  }

  hear(message: FromDataThread): void {
    if (message.type === 'status') {
      const entry = this.connected.get(message.contextId);
      if (entry === undefined) return;
      const state = message.status.freshness.state;
      if (state === 'live' || state === 'listing' || state === 'forbidden') entry.provingNewCredential = false;
      // A thread that has not heard of the failed credential yet must not paint over it.
      if (entry.sent === null && entry.attempt > 0 && state === 'connecting') return;
      this.board.set(message.contextId, { ...message.status, connected: true });
    } else if (message.type === 'unauthorized') this.unauthorized(message.contextId, message.detail);
  }

  /** A 401: the credential is renewed once; when the new one is refused too, the user has to sign in. */
  private unauthorized(id: ContextId, detail: string): void {
    const entry = this.connected.get(id);
    if (entry === undefined) {
      this.thread.send({ type: 'disconnect', contextId: id });
      return;
    }
    if (entry.sent?.refreshable !== true || entry.provingNewCredential) {
      entry.generation++;
      entry.provingNewCredential = false;
      this.fail(id, entry, this.rejected(id, detail));
      return;
    }
    void this.establish(id, entry, { refresh: true, quiet: true });
  }

  private rejected(id: ContextId, detail: string): ClusterError {
    const context = this.registry.context(id);
    const exec = context?.user?.exec ?? null;
    const usesPlugin = exec !== null && this.connected.get(id)?.sent?.refreshable === true;
    const hint = usesPlugin ? signInCommand(exec) : '';
    const command = usesPlugin ? exec.command : (context?.file ?? '');
    return { kind: 'credentials', cause: 'rejected', command, exitCode: null, stderr: '', hint, detail };
  }

  /** Only contexts that truly changed reconnect; those that are gone are disconnected; others notice nothing. */
  kubeconfigsChanged(): void {
    for (const [id, entry] of [...this.connected]) {
      const context = this.registry.context(id);
      if (context === null) {
        this.drop(id);
        this.board.set(id, notConnected);
        continue;
      }
      const fileGone = this.registry.snapshot().files.some((file) => file.path === context.file && file.state === 'missing');
      if (fileGone) continue;
      const fingerprint = context.fingerprint();
      if (fingerprint === entry.fingerprint && entry.attempt === 0) continue;
      const changed = fingerprint !== entry.fingerprint;
      entry.fingerprint = fingerprint;
      if (changed) entry.attempt = 0;
      void this.establish(id, entry, { byUser: changed });
    }
  }
}
