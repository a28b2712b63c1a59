import { CommandBus, type OpenStream } from '../../../electron/ipc/command-bus.ts';
import { createCallHandlers, createStreamHandlers, type Services } from '../../../electron/ipc/handlers.ts';
import { success } from '../../../shared/cluster-error.ts';
import type { ContextsItem } from '../../../shared/contract.ts';
import { settingsSchema } from '../../../shared/settings.ts';

/** Services without a cluster behind them, for tests of the gate: real handlers, in-memory state, streams driven by hand. */
export class PlainServices {
  /** What reached a service, as `channel`. */
  readonly reached: string[] = [];
  readonly rowStreams: { write: (event: string) => void; credit: number; closed: boolean }[] = [];
  readonly #listeners = new Set<(item: ContextsItem) => void>();
  readonly defects: string[] = [];
  readonly bus: CommandBus;

  constructor(overrides: Partial<Services> = {}) {
    let settings = settingsSchema.parse({});
    const reach = (what: string) => {
      this.reached.push(what);
      return success(null);
    };
    const file = { path: '/k', from: 'added', state: 'ok', contexts: 0, error: null, warnings: [] } as const;
    const services: Services = {
      settings: {
        get: () => settings,
        change: (patch) => {
          this.reached.push('settings.change');
          settings = settingsSchema.parse({ ...settings, ...patch });
          return success(settings);
        },
      },
      contexts: {
        watch: (listener) => {
          this.#listeners.add(listener);
          listener({ type: 'contexts', contexts: [], files: [] });
          return () => this.#listeners.delete(listener);
        },
        connect: () => reach('contexts.connect'),
        disconnect: () => reach('contexts.disconnect'),
        retry: () => reach('contexts.retry'),
        trust: () => reach('contexts.trustPlugin'),
        kubeconfigFacts: () => ({}),
        addKubeconfig: () => success(file),
        removeKubeconfig: () => reach('kubeconfigs.remove'),
      },
      data: {
        call: () => Promise.reject(new Error('no data thread here')),
        open: (_channel, _args, write): OpenStream => {
          const stream = { write, credit: 0, closed: false };
          this.rowStreams.push(stream);
          return {
            credit: (count) => {
              stream.credit += count;
            },
            close: () => {
              stream.closed = true;
            },
          };
        },
      },
      logs: {
        call: () => Promise.reject(new Error('no log thread here')),
        open: (): OpenStream => ({ credit: () => undefined, close: () => undefined }),
      },
      writes: {
        guard: () => ({ demand: 'deny', grade: 'read-only', reason: '', rule: null }),
        readJournal: async () => ({
          entries: [],
          next: '',
          lookedBackTo: null,
          damagedLines: 0,
          unreadable: [],
          underWay: [],
          folder: '',
        }),
        async *exportJournal() {
          yield { text: '', entries: 0, damagedLines: 0, unreadable: [] };
        },
        onJournal: () => () => undefined,
        undo: () => success({ type: 'done', changed: false, code: 0 }),
      },
      nodes: {
        cordon: () => success({ nodes: [] }),
        taint: () => success({ nodes: [] }),
        label: () => success({ nodes: [] }),
      },
      drains: {
        start: () => success({ run: 'run' }),
        command: () => reach('nodes.drainCommand'),
        dryRun: async () => ({ pods: [], takenAt: 0 }),
        watch: (listener) => {
          listener({ type: 'runs', runs: [] });
          return () => undefined;
        },
      },
      appInfo: () => ({ version: '0', shell: 'browser', platform: 'linux', locale: 'en', places: [], demo: false, notices: [] }),
      diagnose: async () => ({
        takenAt: 0,
        versions: { app: '0', shell: 'browser', electron: '', chrome: '', node: '24', os: 'Linux' },
        main: { stallMs: null, heapBytes: 0, rssBytes: 0, threadRestarts: 0 },
        threads: [],
      }),
      startDemo: () => reach('demo.start'),
      chooseFile: null,
      openWindow: null,
      ...overrides,
    };
    this.bus = new CommandBus(createCallHandlers(services), createStreamHandlers(services), (channel) => this.defects.push(channel));
  }

  /** How many `contexts.watch` streams are open. */
  get contextStreams(): number {
    return this.#listeners.size;
  }

  tell(item: ContextsItem): void {
    for (const listener of this.#listeners) listener(item);
  }
}

/** Arguments that `rows.watch` takes. */
export const podsArguments = { contextId: 'demo#kapsule', resource: { group: '', version: 'v1', resource: 'pods' }, namespaces: null };
