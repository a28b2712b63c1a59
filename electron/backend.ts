import { homedir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { failure, type InternalError, type Result, success } from '../shared/cluster-error.ts';
import type { AppInfo } from '../shared/contract.ts';
import type { DrainAccess } from '../shared/drain-access.ts';
import type { Settings } from '../shared/settings.ts';
import { type DemoFleetHandle, startDemoFleet } from './demo/start-demo-fleet.ts';
import { ContextsService } from './features/contexts/contexts-service.ts';
import { createDiagnose } from './features/diagnostics/diagnose.ts';
import { type LogThreadSetup, logFeed } from './features/logs/feed.ts';
import { LogThreadClient } from './features/logs/log-thread-client.ts';
import { dryRunDrain } from './features/nodes/dry-run-drain.ts';
import { lookChannel, nodePlanChannel } from './features/nodes/run/answer-run.ts';
import type { NodeAnswer } from './features/nodes/run/apply-answer.ts';
import { DrainRuns } from './features/nodes/run/drain-runs.ts';
import { drainFactsFeed, type PodFacts } from './features/nodes/run/facts-feed.ts';
import { RunFiles } from './features/nodes/run/run-files.ts';
import { NodeWrites } from './features/nodes/write-nodes.ts';
import { exportJournal } from './features/writes/export-journal.ts';
import { Journal } from './features/writes/journal.ts';
import { WriteGate } from './features/writes/write-gate.ts';
import { dryRunsOf, nodeWritesOf, runWritesOf } from './gated-writes.ts';
import { CommandBus } from './ipc/command-bus.ts';
import { createCallHandlers, createStreamHandlers, type Services } from './ipc/handlers.ts';
import { systemClock } from './kube/clock.ts';
import { createColdFolder } from './kube/cold-folder.ts';
import { ContextRegistry } from './kube/context-registry.ts';
import { credentialWords } from './kube/credential-words.ts';
import { dataThreadOptions } from './kube/data-thread-client.ts';
import type { DataThreadSetup } from './kube/data-thread-protocol.ts';
import { DataThreads } from './kube/data-threads.ts';
import { SettingsFile } from './shell/settings-file.ts';
import { watchMachine } from './shell/watch-machine.ts';

/** What both shells tell the backend. */
export interface BackendOptions {
  readonly shell: AppInfo['shell'];
  readonly version: string;
  /** BCP 47 locale of the system. */
  readonly locale: string;
  /** Folder of the settings file. */
  readonly folder: string;
  /** Kubeconfig files of the command line, absolute; empty = kubectl's own places. */
  readonly kubeconfigs: readonly string[];
  /** Names of contexts to connect at start. */
  readonly connect: readonly string[];
  readonly demo: boolean;
  /** Start the demo fleet when there is no context and nothing to repair first: no file was named, none is broken. */
  readonly demoWhenEmpty: boolean;
  /** Folder of data-thread.cjs, log-thread.cjs and demo-thread.cjs. */
  readonly threads: string;
  readonly chooseFile: Services['chooseFile'];
  readonly openWindow: Services['openWindow'];
  /** Hears of defects and other things that the user did not ask for. Lines hold no secret. */
  readonly log: (line: string) => void;
  /** Hears of the settings at start and after every change. */
  readonly onSettings?: (settings: Settings) => void;
}

/** The main side without a shell. */
export interface Backend {
  readonly bus: CommandBus;
  /** The machine woke up: connections prove themselves or are dropped. */
  wake(): void;
  /** Writes what is pending and stops the threads; nothing answers afterwards. */
  close(): Promise<void>;
}

/**
 * Starts what both shells need, built by hand from top to bottom: settings, kubeconfigs, the data threads, contexts, the bus.
 * Resolves when the contexts of files are known; a demo fleet may still be on its way. What the user can repair (a broken kubeconfig, settings that cannot be read, a demo that
 * does not start) is told in the page and never rejects.
 */
export async function startBackend(options: BackendOptions): Promise<Backend> {
  const settings = new SettingsFile(path.join(options.folder, 'settings.json'));
  const registry = new ContextRegistry({
    flagFiles: options.kubeconfigs,
    env: process.env,
    home: homedir() || null,
    addedPlaces: settings.get().kubeconfigs,
  });
  const cold = createColdFolder();
  if (cold.failure !== null) options.log(`contexts that nobody looks at stay in memory: ${cold.failure}`);
  process.once('exit', cold.remove);
  const workerData: DataThreadSetup = { coldFolder: cold.path };
  const data = new DataThreads(() => new Worker(path.join(options.threads, 'data-thread.cjs'), { ...dataThreadOptions, workerData }));
  const contexts = new ContextsService(registry, settings, data);
  const logSetup: LogThreadSetup = { folder: cold.path };
  const logs = new LogThreadClient(
    () => new Worker(path.join(options.threads, 'log-thread.cjs'), { name: 'logs', workerData: logSetup }),
    ({ request, port }) => data.send({ type: 'feed', feed: logFeed, contextId: request.contextId, request, port }),
  );
  data.onRestart((lost) => {
    options.log(`a data thread was started again; it had ${lost.length} connected contexts`);
    contexts.threadRestarted(lost);
  });
  await registry.start();

  const demo = new Demo(path.join(options.threads, 'demo-thread.cjs'), registry, contexts);
  const notices: string[] = [];
  const note = (line: string) => {
    options.log(line);
    notices.push(line);
  };
  const { contexts: known, files } = registry.snapshot();
  const names = known.map((context) => context.name);
  for (const name of contexts.start(options.connect)) {
    note(`no context is called "${name}"; there ${names.length === 0 ? 'is none' : `are: ${names.join(', ')}`}`);
  }
  // Made-up clusters must never stand where somebody asked for their own.
  const nothingAsked = options.kubeconfigs.length === 0 && files.every((file) => file.state !== 'broken');
  if (options.demo || (options.demoWhenEmpty && names.length === 0 && nothingAsked)) {
    // The page opens meanwhile; it is told its contexts when the demo's are among them, so that no first-run screen flashes.
    const started = demo.start().then((result) => {
      if (!result.ok) note(result.error.message);
    });
    contexts.holdWatchers(started);
  }

  const journal = new Journal(path.join(options.folder, 'journal'));
  const gate = new WriteGate({
    journal,
    clock: systemClock,
    protection: () => settings.get().protection,
    contextOf: (contextId) => {
      const view = contexts.contexts().find(({ id }) => id === contextId);
      if (view === undefined) return null;
      const { displayName, environment, server } = view;
      const known = registry.context(contextId);
      const name = known?.name ?? view.name;
      const { clusterUid, user } = contexts.status(contextId);
      const credential = credentialWords(known?.userName ?? view.user, known?.user ?? null, user);
      return { name, names: [name, displayName], environment, server, clusterUid: clusterUid ?? '', credential };
    },
    call: (channel, args) => data.call(channel, args),
    log: options.log,
  });
  const nodes = new NodeWrites(nodeWritesOf(gate, (channel, args) => data.call(channel, args)));
  const runFiles = new RunFiles(path.join(options.folder, 'drains'));
  const drains = new DrainRuns({
    clock: systemClock,
    files: runFiles,
    writes: runWritesOf(gate),
    openFeed: (contextId, port) => data.send({ type: 'feed', feed: drainFactsFeed, contextId, request: { contextId }, port }),
    access: (contextId, nodes, switches) =>
      data.call('nodes.drainAccess', { contextId, nodes, options: switches }) as Promise<Result<DrainAccess>>,
    planNode: (contextId, node, switches) =>
      data.call(nodePlanChannel, { contextId, node, options: switches }) as Promise<Result<NodeAnswer>>,
    look: (contextId, namespace, name) => data.call(lookChannel, { contextId, namespace, name }) as Promise<Result<PodFacts | null>>,
    skewMs: (contextId) => contexts.status(contextId).clockSkewMs ?? 0,
    nameOf: (contextId) => registry.context(contextId)?.name ?? null,
  });
  const services: Services = {
    settings: { get: () => settings.get(), change: (patch) => success(settings.change(patch)) },
    contexts,
    data,
    logs,
    drains: {
      start: (asked) => drains.start(asked),
      command: (run, command) => drains.command(run, command),
      watch: (listener) => drains.watch(listener),
      dryRun: (asked) => dryRunDrain(asked, dryRunsOf(gate), systemClock),
    },
    nodes,
    writes: {
      guard: ({ contextId, actions }) => gate.guard(contextId, actions),
      readJournal: (query) => journal.read(query),
      exportJournal: (asked) => exportJournal(journal, asked),
      onJournal: (listener) => journal.onAppend(listener),
      undo: async ({ id, confirmation }) => {
        const entry = await journal.find(id);
        return entry === null ? failure({ kind: 'edit', cause: 'no-entry', message: '' }) : nodes.undo(entry, confirmation);
      },
    },
    appInfo: () => ({
      version: options.version,
      shell: options.shell,
      platform: process.platform,
      locale: options.locale,
      places: registry.snapshot().places,
      demo: demo.running,
      notices: [...settings.notices(), ...runFiles.notices(), ...notices],
    }),
    diagnose: createDiagnose(options, data),
    startDemo: () => demo.start(),
    chooseFile: options.chooseFile,
    openWindow: options.openWindow,
  };
  const bus = new CommandBus(createCallHandlers(services), createStreamHandlers(services), (channel, thrown) =>
    options.log(`defect in ${channel}: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`),
  );
  options.onSettings?.(settings.get());
  settings.onChange((changed) => options.onSettings?.(changed));
  const stopWatching = watchMachine(() => contexts.wake());
  return {
    bus,
    wake: () => contexts.wake(),
    close: async () => {
      stopWatching();
      drains.close();
      contexts.close();
      registry.close();
      await gate.settled();
      await Promise.all([demo.close(), logs.close(), data.close(), journal.close()]);
      process.removeListener('exit', cold.remove);
      cold.remove();
    },
  };
}

/** The demo fleet, started at most once, with its contexts in the registry and connected. */
class Demo {
  readonly #file: string;
  readonly #registry: ContextRegistry;
  readonly #contexts: ContextsService;
  #fleet: Promise<DemoFleetHandle> | null = null;
  running = false;

  constructor(file: string, registry: ContextRegistry, contexts: ContextsService) {
    this.#file = file;
    this.#registry = registry;
    this.#contexts = contexts;
  }

  /** Starting a fleet that runs connects what was disconnected; after a failure it is tried again. */
  async start(): Promise<Result<null, InternalError>> {
    this.#fleet ??= startDemoFleet(() => new Worker(this.#file, { name: 'demo' }));
    try {
      const { kubeconfig } = await this.#fleet;
      await this.#registry.addInMemory('demo', kubeconfig);
    } catch (error) {
      this.#fleet = null;
      return failure({ kind: 'internal', message: error instanceof Error ? error.message : String(error) });
    }
    this.running = true;
    for (const context of this.#registry.snapshot().contexts) if (context.from === 'demo') this.#contexts.connect(context.id);
    return success(null);
  }

  /** Stops the fleet, if there is one. */
  async close(): Promise<void> {
    // A fleet that failed to start has nothing to close, and was reported.
    const fleet = await this.#fleet?.catch(() => null);
    await fleet?.close();
  }
}
