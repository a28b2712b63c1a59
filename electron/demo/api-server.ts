import { randomUUID } from 'node:crypto';
import type { Http2SecureServer } from 'node:http2';
import { createSecureServer } from 'node:http2';
import type { Server as HttpsServer } from 'node:https';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { ServedResource } from './api-resources.ts';
import { BUILT_IN_RESOURCES, METRICS_RESOURCES, resourcesOfDefinition } from './api-resources.ts';
import { handleRequest } from './api-routes.ts';
import { createServerCertificate } from './certificates.ts';
import { ClusterState } from './cluster-state.ts';
import { Exchange } from './exchange.ts';
import type { LogSource } from './log-handler.ts';
import type { MetricsSource } from './metrics-handler.ts';
import { StatusError } from './status-error.ts';
import type { User } from './users.ts';
import { adminUser } from './users.ts';
import type { OpenWatch, WatchOptions } from './watch-handler.ts';

/** What a fake API server is made of. Everything has a default that suits a test. */
export interface ApiServerOptions {
  readonly cluster?: ClusterState;
  /** Fixed port for a server that comes back where it was; default 0, any. */
  readonly port?: number;
  /** Certificates of an earlier server, so that it comes back as itself. */
  readonly certificates?: ReturnType<typeof createServerCertificate>;
  /** Offer HTTP/2 by ALPN as real servers do. Default true; false makes every request HTTP/1.1. */
  readonly http2?: boolean;
  /** Bearer token to user. Default: `ADMIN_TOKEN` is cluster-admin. */
  readonly users?: ReadonlyMap<string, User>;
  /** What `/version` says. */
  readonly gitVersion?: string;
  readonly bookmarkIntervalMs?: number;
  /** What its Date headers are ahead of this machine's clock, in ms (F21). Object times stay. */
  readonly clockOffsetMs?: number;
  readonly gracefulDeletion?: boolean;
  readonly metrics?: MetricsSource;
  readonly logs?: LogSource;
  /** Group/versions whose aggregated server is down: listed as stale, 503 text/plain when asked (P39). */
  readonly unavailableGroups?: Set<string>;
  /** Sees every request first; true = answered, go no further. */
  readonly intercept?: (exchange: Exchange) => boolean | Promise<boolean>;
  readonly rewriteLine?: WatchOptions['rewriteLine'];
}

/** A running fake API server. */
export interface ApiServer {
  /** `https://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  /** PEM, for `certificate-authority-data`. */
  readonly certificateAuthority: string;
  readonly certificates: ReturnType<typeof createServerCertificate>;
  readonly cluster: ClusterState;
  /** Watches open now. */
  readonly watches: ReadonlySet<OpenWatch>;
  /** Requests answered or being answered since the start: `GET /api/v1/pods?limit=500`. */
  readonly requests: readonly string[];
  /** Answers a request from another state, such as a frozen copy: for `intercept`. */
  answerFrom(exchange: Exchange, cluster: ClusterState): Promise<void>;
  /** Ends all watches, closes all connections, stops listening. The cluster's state stays. */
  close(): Promise<void>;
}

/** The token of the default user. */
export const ADMIN_TOKEN = 'demo-admin-token';

/** Requests remembered for tests; a server that runs for days must not grow. */
const REMEMBERED_REQUESTS = 10_000;

/**
 * Starts an API server with made-up objects on 127.0.0.1: TLS, real sockets, the protocol of kube-apiserver 1.36 as far as a
 * read-mostly client needs it (lists, watches, watch-lists, Tables, discovery, access reviews, writes, evictions, logs,
 * metrics). It is what the demo fleet runs on and what tests break. Rejects when the port cannot be had.
 */
export async function startApiServer(options: ApiServerOptions = {}): Promise<ApiServer> {
  const cluster = options.cluster ?? new ClusterState();
  const certificates = options.certificates ?? createServerCertificate('demo-ca');
  const watches = new Set<OpenWatch>();
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const users = options.users ?? new Map([[ADMIN_TOKEN, adminUser('demo-admin')]]);

  let custom: readonly ServedResource[] | null = null;
  const stopDefinitions = cluster.onChange('customresourcedefinitions.apiextensions.k8s.io', () => {
    custom = null;
  });
  const served = (): readonly ServedResource[] => {
    custom ??= cluster.list('customresourcedefinitions.apiextensions.k8s.io').flatMap(resourcesOfDefinition);
    return [...BUILT_IN_RESOURCES, ...(options.metrics ? METRICS_RESOURCES : []), ...custom];
  };
  const route = {
    cluster,
    served,
    users,
    gitVersion: options.gitVersion ?? 'v1.36.3',
    metrics: options.metrics ?? null,
    logs: options.logs ?? null,
    unavailableGroups: options.unavailableGroups ?? new Set<string>(),
    writes: { gracefulDeletion: options.gracefulDeletion ?? false, newSuffix: () => randomUUID().slice(0, 5) },
    watch: {
      bookmarkIntervalMs: options.bookmarkIntervalMs ?? 60_000,
      ...(options.rewriteLine ? { rewriteLine: options.rewriteLine } : {}),
      onOpen: (watch: OpenWatch): void => {
        watches.add(watch);
        watch.exchange.onClose(() => watches.delete(watch));
      },
    },
  };
  const clockOffsetMs = options.clockOffsetMs ?? 0;
  const answer = async (exchange: Exchange): Promise<void> => {
    if (clockOffsetMs !== 0) exchange.setDate(Date.now() + clockOffsetMs);
    if (requests.length >= REMEMBERED_REQUESTS) requests.splice(0, REMEMBERED_REQUESTS / 2);
    const query = exchange.query.toString();
    requests.push(`${exchange.method} ${exchange.path}${query === '' ? '' : `?${query}`}`);
    try {
      if (await options.intercept?.(exchange)) return;
    } catch (error) {
      exchange.fail(new StatusError(500, 'InternalError', `Internal error occurred: ${String(error)}`));
      return;
    }
    await handleRequest(exchange, route);
  };
  const tls = { key: certificates.key, cert: certificates.certificate };
  const server: HttpsServer | Http2SecureServer =
    options.http2 === false
      ? createHttpsServer(tls, (request, response) => void answer(new Exchange(request, response)))
      : createSecureServer(
          { ...tls, allowHTTP1: true, settings: { maxConcurrentStreams: 100 } },
          (request, response) => void answer(new Exchange(request, response)),
        );
  // Node would cut a request after 5 minutes and an idle connection after 5 s; a real server keeps an idle one for 90 s and more.
  if ('keepAliveTimeout' in server) server.keepAliveTimeout = 180_000;
  if ('requestTimeout' in server) server.requestTimeout = 0;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client that resets its connection is daily life for a server, not an error of it.
    socket.on('error', () => socket.destroy());
  });
  server.on('tlsClientError', (_error: Error, socket: Socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    url: `https://127.0.0.1:${port}`,
    port,
    certificateAuthority: certificates.certificateAuthority,
    certificates,
    cluster,
    watches,
    requests,
    answerFrom: (exchange, other) => handleRequest(exchange, { ...route, cluster: other }),
    close: () =>
      new Promise<void>((resolve) => {
        stopDefinitions();
        for (const watch of [...watches]) watch.end();
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
