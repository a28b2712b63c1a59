import type { ApiServer, ApiServerOptions } from '../../electron/demo/api-server.ts';
import { ADMIN_TOKEN, startApiServer } from '../../electron/demo/api-server.ts';
import type { ClusterState } from '../../electron/demo/cluster-state.ts';
import type { Exchange } from '../../electron/demo/exchange.ts';
import { StatusError } from '../../electron/demo/status-error.ts';
import type { OpenWatch } from '../../electron/demo/watch-handler.ts';
import type { FaultAnswer } from './fault-answers.ts';
import { giveAnswer } from './fault-answers.ts';
import { FaultProxy } from './fault-proxy.ts';

/*
 * The demo's API server behind a proxy, with faults on order. How to use it:
 *
 *   const server = await startFaultServer();
 *   server.cluster.create('pods', pod);                       objects: keys as in resourceKey()
 *   const connection = { server: server.url, certificateAuthority: server.certificateAuthority, credential: { token: server.token, ... } };
 *   server.failNext({ match: { path: '/api/v1/pods', watch: false }, answer: tooManyRequests(7) });     P23
 *   server.failNext({ match: {}, times: Infinity, answer: UNAUTHORIZED });                              P20
 *   server.cutWatches({ midLine: true });                                                               P01, half a line first
 *   server.cutLogs({ midLine: true });                                                                  the same of followed logs (P42)
 *   server.proxy.blackHole(); ... server.proxy.heal();                                                  P03
 *   server.cluster.compact();                                                                           P25
 *   await server.stop(); ... await server.start();                                                      P12, same port
 *   await server.close();                                                                               always, in afterEach
 *
 * `server.requests` lists what was asked; `server.watches` what is open now.
 */

/** Which requests a fault is for. Everything given must match; nothing given matches every request. */
export interface RequestMatch {
  readonly method?: string;
  /** The exact path, or a pattern for it. */
  readonly path?: string | RegExp;
  readonly watch?: boolean;
  /** True: only requests with a continue token; false: only without. */
  readonly continued?: boolean;
}

/** A fault that waits for its requests. */
export interface PlannedFault {
  /** Requests that met it so far. */
  readonly hits: number;
  /** Takes it back. */
  cancel(): void;
}

/** How watches are cut. */
export interface WatchCut {
  /** Writes the first half of an event first (F15, P01 in the middle of a line). */
  readonly midLine?: boolean;
  /** `reset` (default) cuts the connection, `end` ends the stream as a server's time-out does (P02). */
  readonly how?: 'reset' | 'end';
  /** Only watches of this resource, by key (`pods`). */
  readonly resource?: string;
}

/** How logs that are being followed are cut. */
export interface LogCut {
  /** Writes the first half of a line first. */
  readonly midLine?: boolean;
  /** `reset` (default) cuts the connection or stream; `end` ends the answer properly, as an API server does when its kubelet breaks off. */
  readonly how?: 'reset' | 'end';
}

/** A server that does what it is told, badly. */
export interface FaultServer {
  /** Through the proxy. */
  readonly url: string;
  /** Past the proxy: for the test's own requests while the network is broken. */
  readonly directUrl: string;
  readonly certificateAuthority: string;
  /** Bearer token of a cluster-admin. */
  readonly token: string;
  readonly cluster: ClusterState;
  readonly proxy: FaultProxy;
  readonly requests: readonly string[];
  readonly watches: ReadonlySet<OpenWatch>;
  /** Answers of pods/log that are open now. */
  readonly logs: ReadonlySet<Exchange>;
  /** The next `times` (default 1) requests that match get `answer` instead. Earlier plans come first. */
  failNext(plan: { readonly match?: RequestMatch; readonly times?: number; readonly answer: FaultAnswer }): PlannedFault;
  /** Takes back all planned faults, stale answers and line changes. */
  clearFaults(): void;
  cutWatches(cut?: WatchCut): void;
  cutLogs(cut?: LogCut): void;
  /** Writes raw text into open watches: malformed lines (F15), unknown event types, bookmarks without metadata (P31), old events (P30). */
  writeToWatches(text: string | Uint8Array, resource?: string): void;
  /** An ERROR event with 410 in every open watch, which then ends (P25). */
  expireWatches(resource?: string): void;
  /** Every later watch event is written byte by byte (P28). */
  splitWatchEvents(on: boolean): void;
  /** Later watch events pass through this: null drops the line, a list writes several (duplicates and reordering, P30). */
  rewriteWatchLines(rewrite: ((line: string) => string | readonly string[] | null) | null): void;
  /** Lists and gets answer from a replica that stopped following now (F18); watches stay current. False heals. */
  serveStale(on: boolean): void;
  /** Groups whose aggregated server is down (P39): `metrics.k8s.io/v1beta1`. */
  readonly unavailableGroups: Set<string>;
  /** Connection refused from now on (P12). */
  stop(): Promise<void>;
  /** Back on the same port. */
  start(): Promise<void>;
  close(): Promise<void>;
}

interface Plan {
  readonly match: RequestMatch;
  readonly answer: FaultAnswer;
  left: number;
  hits: number;
}

function matches(exchange: Exchange, match: RequestMatch): boolean {
  const isWatch = ['1', 'true'].includes(exchange.query.get('watch') ?? '');
  if (match.method !== undefined && match.method !== exchange.method) return false;
  if (match.watch !== undefined && match.watch !== isWatch) return false;
  if (match.continued !== undefined && match.continued !== exchange.query.has('continue')) return false;
  if (match.path === undefined) return true;
  return typeof match.path === 'string' ? match.path === exchange.path : match.path.test(exchange.path);
}

/** Starts a fault server. HTTP/1.1 unless `http2: true`: cuts then hit the connection, not one stream of it. */
export async function startFaultServer(
  options: Omit<ApiServerOptions, 'intercept' | 'rewriteLine' | 'unavailableGroups'> = {},
): Promise<FaultServer> {
  const plans: Plan[] = [];
  const unavailableGroups = new Set<string>();
  const logs = new Set<Exchange>();
  let stale: ClusterState | null = null;
  let split = false;
  let rewrite: ((line: string) => string | readonly string[] | null) | null = null;

  const server: ApiServer = await startApiServer({
    http2: false,
    ...options,
    unavailableGroups,
    intercept: async (exchange) => {
      const plan = plans.find((one) => one.left > 0 && matches(exchange, one.match));
      if (plan) {
        plan.left -= 1;
        plan.hits += 1;
        if (await giveAnswer(exchange, plan.answer)) return true;
      }
      if (exchange.path.endsWith('/log')) {
        logs.add(exchange);
        exchange.onClose(() => logs.delete(exchange));
      }
      if (!stale || exchange.method !== 'GET' || exchange.query.has('watch')) return false;
      await server.answerFrom(exchange, stale);
      return true;
    },
    rewriteLine: (line) => {
      const lines = rewrite ? rewrite(line) : line;
      if (!split || lines === null) return lines;
      return [...Buffer.from(typeof lines === 'string' ? lines : lines.join(''))].map((byte) => Buffer.of(byte));
    },
  });
  const proxy = await FaultProxy.start(server.port);
  const openWatches = (resource?: string): readonly OpenWatch[] =>
    [...server.watches].filter((watch) => resource === undefined || watch.target.resource.key === resource);

  return {
    url: `https://127.0.0.1:${proxy.port}`,
    directUrl: server.url,
    certificateAuthority: server.certificateAuthority,
    token: ADMIN_TOKEN,
    cluster: server.cluster,
    proxy,
    requests: server.requests,
    watches: server.watches,
    logs,
    unavailableGroups,
    failNext: ({ match = {}, times = 1, answer }) => {
      const plan: Plan = { match, answer, left: times, hits: 0 };
      plans.push(plan);
      return {
        get hits() {
          return plan.hits;
        },
        cancel: () => {
          plan.left = 0;
        },
      };
    },
    clearFaults: () => {
      plans.length = 0;
      unavailableGroups.clear();
      stale = null;
      split = false;
      rewrite = null;
    },
    cutWatches: ({ midLine = false, how = 'reset', resource } = {}) => {
      for (const watch of openWatches(resource)) {
        if (midLine) watch.write('{"type":"MODIFIED","object":{"kind":"Pod","apiVersion":"v1","metadata":{"name":"half-a-l');
        if (how === 'end') watch.end();
        // A reset at once may overtake the half line it should follow.
        else if (midLine) setTimeout(() => watch.exchange.destroy(), 20);
        else watch.exchange.destroy();
      }
    },
    writeToWatches: (text, resource) => {
      for (const watch of openWatches(resource)) watch.write(text);
    },
    cutLogs: ({ midLine = false, how = 'reset' } = {}) => {
      for (const log of logs) {
        if (midLine) {
          log.write(`${new Date().toISOString().replace('Z', '000000Z')} half a l`);
          // What the container writes until the cut is not sent any more.
          Object.defineProperty(log, 'write', { value: () => undefined });
        }
        if (how === 'end') log.end();
        else if (midLine) setTimeout(() => log.destroy(), 20);
        else log.destroy();
      }
    },
    expireWatches: (resource) => {
      const { details: _details, ...body } = new StatusError(
        410,
        'Expired',
        `too old resource version: 1 (${server.cluster.resourceVersion})`,
      ).body;
      for (const watch of openWatches(resource)) {
        watch.write(`${JSON.stringify({ type: 'ERROR', object: body })}\n`);
        watch.end();
      }
    },
    splitWatchEvents: (on) => {
      split = on;
    },
    rewriteWatchLines: (next) => {
      rewrite = next;
    },
    serveStale: (on) => {
      stale = on ? server.cluster.frozenCopy() : null;
    },
    stop: () => proxy.stop(),
    start: () => proxy.start(),
    close: async () => {
      proxy.heal();
      await proxy.stop();
      await server.close();
    },
  };
}
