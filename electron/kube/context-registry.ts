import { createHash } from 'node:crypto';
import { isAbsolute, resolve } from 'node:path';
import { type ClusterError, failure, type Result, success } from '../../shared/cluster-error.ts';
import { asContextId, type ContextId } from '../../shared/context-id.ts';
import type { KubeconfigFile } from '../../shared/context-view.ts';
import type { Connection, Credential } from './connection.ts';
import { CredentialCache } from './credentials/credential-cache.ts';
import { ExecPlugins, type ExecRequest, type PluginHost } from './credentials/exec-plugin.ts';
import { describePlaces, kubeconfigFiles, type PlaceFound } from './kubeconfig/describe-places.ts';
import { kubeconfigError, type LoadedFile, type LoadedPlaces, loadPlaces } from './kubeconfig/load-kubeconfigs.ts';
import { parseKubeconfig } from './kubeconfig/parse-kubeconfig.ts';
import { type Place, planPlaces } from './kubeconfig/plan-places.ts';
import { referencedFacts } from './kubeconfig/referenced-facts.ts';
import { execClusterInfo, resolveConnection } from './kubeconfig/resolve-connection.ts';
import { PlaceWatcher } from './kubeconfig/watch-places.ts';
import { mergeLoaded, type ReferencedFacts, type RegistryContext, registryContext } from './registry-contexts.ts';

/** client-go reads a token file again every minute (transport/token_source.go). */
const tokenFileLifeMs = 60_000;

/** What a registry depends on; everything else it finds itself. */
export interface ContextRegistryOptions {
  /** Files or folders of `--kubeconfig`; any of them replaces $KUBECONFIG and ~/.kube/config. */
  readonly flagFiles: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string | null;
  /** Files and folders that the user added earlier (settings.kubeconfigs). */
  readonly addedPlaces: readonly string[];
  readonly cwd?: string;
  readonly platform?: NodeJS.Platform;
  readonly now?: () => number;
  readonly pollMs?: number;
  /** For tests: how plugins are run. */
  readonly pluginHost?: Partial<PluginHost>;
}

/** The contexts there are, the files they come from, and where was looked. */
export interface RegistrySnapshot {
  readonly contexts: readonly RegistryContext[];
  readonly files: readonly KubeconfigFile[];
  readonly places: readonly PlaceFound[];
}

/** How a connection is wanted. */
export interface ResolveOptions {
  /** The server refused the credential given last (401). */
  readonly refresh?: boolean;
  /** The user asked: plugins run again although they just failed. */
  readonly byUser?: boolean;
  /** Absolute paths of plugins the user allowed for this context. */
  readonly trustedPlugins?: readonly string[];
  /** Hears once what is waited for when a plugin takes longer than a minute. */
  readonly onSlow?: (notice: string) => void;
}

/**
 * All contexts of all kubeconfigs, kept up to date, and what it takes to dial each. Reads files and runs plugins, never
 * touches a cluster, never writes a file. Call start() once; listeners of onChange are called after each change, in order,
 * never after close().
 */
export class ContextRegistry {
  private readonly options: ContextRegistryOptions;
  private readonly now: () => number;
  private readonly plugins: ExecPlugins;
  private readonly cache: CredentialCache;
  private readonly watcher: PlaceWatcher;
  private readonly listeners = new Set<() => void>();
  private readonly memory = new Map<string, LoadedFile>();
  private readonly lastCredential = new Map<ContextId, { key: string; credential: Credential }>();
  private addedPlaces: readonly string[];
  private loaded: LoadedPlaces = { files: [], folders: [] };
  private facts: ReferencedFacts = new Map();
  private byId: ReadonlyMap<ContextId, RegistryContext> = new Map();
  private current: RegistrySnapshot = { contexts: [], files: [], places: [] };
  private loading: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(options: ContextRegistryOptions) {
    this.options = options;
    this.now = options.now ?? Date.now;
    this.addedPlaces = options.addedPlaces;
    this.cache = new CredentialCache(this.now);
    const platform = options.platform ?? process.platform;
    this.plugins = new ExecPlugins({ env: options.env, home: options.home, platform, ...options.pluginHost });
    this.watcher = new PlaceWatcher(() => this.reload(), options.pollMs);
  }

  /** Reads every place and begins to watch. Resolves when the first snapshot is there; never rejects. */
  async start(): Promise<void> {
    await this.reload();
  }

  snapshot(): RegistrySnapshot {
    return this.current;
  }

  /** The context with this id as it stands now; null when no kubeconfig holds it any more. */
  context(id: ContextId): RegistryContext | null {
    return this.byId.get(id) ?? null;
  }

  /** Calls `listener` after each change of contexts or files. The returned function ends that. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The user's added files and folders, absolute, to be remembered. */
  added(): readonly string[] {
    return this.addedPlaces;
  }

  /** Adds a file or folder. Fails, and adds nothing, when there is nothing at the path; a broken file is added and says so. */
  async addPlace(path: string): Promise<Result<KubeconfigFile>> {
    const home = this.options.home;
    const expanded = home !== null && /^~(?=\/|$)/.test(path) ? home + path.slice(1) : path;
    const absolute = isAbsolute(expanded) ? resolve(expanded) : resolve(this.cwd(), expanded);
    const known = this.fileAt(absolute);
    if (known !== null && known.state !== 'missing') return success(known);
    this.addedPlaces = [...this.addedPlaces, absolute];
    await this.reload();
    const file = this.fileAt(absolute);
    if (file !== null && file.state !== 'missing') return success(file);
    this.addedPlaces = this.addedPlaces.filter((place) => place !== absolute);
    await this.reload();
    return failure(kubeconfigError(absolute, 'there is no file or folder at this path; check how it is written'));
  }

  /** Forgets an added file or folder. The file itself is not touched. */
  async removePlace(path: string): Promise<Result<null>> {
    if (!this.addedPlaces.includes(path)) {
      const folder = this.loaded.files.find((file) => file.path === path)?.folder ?? null;
      const message =
        folder === null
          ? 'it was not added here; it comes from --kubeconfig, $KUBECONFIG or the home folder'
          : `it belongs to the folder ${folder}; remove the folder`;
      return failure(kubeconfigError(path, message));
    }
    this.addedPlaces = this.addedPlaces.filter((place) => place !== path);
    await this.reload();
    return success(null);
  }

  /** Adds (or replaces) contexts that have no file, such as the demo fleet. `name` takes the place of the file in ids. */
  async addInMemory(name: string, text: string): Promise<void> {
    const parsed = parseKubeconfig(text, name);
    const mark = createHash('sha1').update(text).digest('hex');
    this.memory.set(name, { path: name, from: 'demo', folder: null, state: 'ok', error: null, parsed, readAt: this.now(), mark });
    await this.reload();
  }

  /**
   * What it takes to dial a context now: files read again, plugin run when there is no credential at hand. One plugin
   * process per identity however many contexts and calls wait. Never rejects; may take as long as a plugin may (180 s).
   */
  async resolve(id: ContextId, options: ResolveOptions = {}): Promise<Result<Connection>> {
    const context = this.byId.get(id);
    if (context === undefined) return failure(unknownContext(id));
    if (context.broken !== null) return failure(context.broken);
    if (context.cluster === null || context.user === null) return failure(unknownContext(id));
    const plain = await resolveConnection({ contextId: id, cluster: context.cluster, user: context.user }, this.options.env);
    if (!plain.ok || !plain.value.pluginNeeded || context.user.exec === null) return plain.ok ? success(plain.value.connection) : plain;
    const { connection } = plain.value;
    const { exec, file } = context.user;
    const request: ExecRequest = { file, exec, clusterInfo: exec.provideClusterInfo ? execClusterInfo(context.cluster, connection) : null };
    const trusted = options.trustedPlugins ?? [];
    const key = identityOf(request, trusted);
    const last = this.lastCredential.get(id);
    const refused = options.refresh === true && last?.key === key ? last.credential : null;
    const result = await this.cache.get(key, { refused, byUser: options.byUser ?? false }, () =>
      this.plugins.run(request, trusted, options.onSlow),
    );
    if (!result.ok) return result;
    this.lastCredential.set(id, { key, credential: result.value });
    return success({ ...connection, credential: result.value });
  }

  /** When the context's credential should be resolved again, ms since the epoch; null when it does not change by itself. */
  refreshAt(id: ContextId): number | null {
    const tokenFile = this.byId.get(id)?.user?.tokenFile ?? '';
    if (tokenFile !== '') return this.now() + tokenFileLifeMs;
    const last = this.lastCredential.get(id);
    return last === undefined ? null : this.cache.refreshAt(last.key);
  }

  /** Stops watching and kills running plugins. Nothing is told any more. */
  close(): void {
    this.closed = true;
    this.listeners.clear();
    this.watcher.close();
    this.plugins.close();
  }

  private cwd(): string {
    return this.options.cwd ?? process.cwd();
  }

  private fileAt(path: string): KubeconfigFile | null {
    return this.current.files.find((file) => file.path === path) ?? null;
  }

  /** One reading at a time, in the order asked, so that an older one never overwrites a newer. */
  private reload(): Promise<void> {
    this.loading = this.loading.then(() => this.load());
    return this.loading;
  }

  private async load(): Promise<void> {
    if (this.closed) return;
    const places: Place[] = planPlaces({
      flagFiles: this.options.flagFiles,
      env: this.options.env,
      home: this.options.home,
      addedPlaces: this.addedPlaces,
      cwd: this.cwd(),
    });
    const placePaths = places.map((place) => place.path);
    await this.watcher.setPaths([...placePaths, ...this.facts.keys()]);
    const fromDisk = await loadPlaces(places, this.loaded, this.now());
    const loaded: LoadedPlaces = { folders: fromDisk.folders, files: [...fromDisk.files, ...this.memory.values()] };
    const { merged, fromOf } = mergeLoaded(loaded);
    const facts = await referencedFacts(merged);
    if (this.closed) return;
    const unchanged = sameFiles(loaded, this.loaded) && sameFacts(facts, this.facts);
    this.loaded = loaded;
    this.facts = facts;
    const files = kubeconfigFiles(loaded, merged);
    if (!unchanged || this.current.places.length === 0) {
      const contexts = merged.map((context) => registryContext(context, fromOf(context.context.file), facts));
      this.byId = new Map(contexts.map((context) => [context.id, context]));
      this.current = { contexts, files, places: describePlaces(places, files, this.options) };
      for (const listener of [...this.listeners]) listener();
    }
    await this.watcher.setPaths([...placePaths, ...facts.keys()]);
  }
}

function identityOf(request: ExecRequest, trusted: readonly string[]): string {
  // A relative command means another program beside another kubeconfig; a bare one is the same everywhere.
  const place = /[\\/]/.test(request.exec.command) ? [request.file, [...trusted]] : [];
  return createHash('sha1')
    .update(JSON.stringify([request.exec, request.clusterInfo, place]))
    .digest('hex');
}

function unknownContext(id: ContextId): ClusterError {
  const text: string = asContextId(id);
  const hash = text.lastIndexOf('#');
  return kubeconfigError(
    text.slice(0, Math.max(0, hash)),
    `there is no context "${text.slice(hash + 1)}" any more; it was removed or renamed`,
  );
}

function sameFiles(a: LoadedPlaces, b: LoadedPlaces): boolean {
  return (
    a.files.length === b.files.length &&
    a.folders.length === b.folders.length &&
    a.files.every((file, index) => file === b.files[index]) &&
    a.folders.every((folder, index) => folder.path === b.folders[index]?.path && folder.error?.message === b.folders[index]?.error?.message)
  );
}

function sameFacts(a: ReferencedFacts, b: ReferencedFacts): boolean {
  return a.size === b.size && [...a].every(([path, fact]) => b.get(path)?.mark === fact.mark);
}
