import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { createSecureServer } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { createServerCertificate } from '../../electron/demo/certificates.ts';
import { lineBytes, lineText, prepareLog, stampText } from './log-lines.ts';
import { type BenchApp, benchNamespace, benchPod, benchPodNamed, benchPods, podCounts } from './log-server-pods.ts';

/*
 * A stand-in for an API server whose pods (log-server-pods.ts) have logs: `node log-server.ts LINES PROTOCOL`, PROTOCOL is `h2` (HTTP/1.1 too, as
 * ALPN decides) or `http/1.1`. TLS. LINES is how many the one pod of `flat-1` has; the twenty of `flat-20` have a twentieth each.
 * They are made before it says its address and written as fast as they are read. Prints one JSON line at start and one for each line
 * on its standard input; ends with it.
 *   figures       {"connections": TLS connections taken since the start, "logs": logs of running pods followed now, "written": their lines}
 *   write RATE    every pod of `paced` writes RATE lines a second from now on (0 = none); {} at once
 */

type AnyRequest = IncomingMessage | Http2ServerRequest;
type AnyResponse = ServerResponse | Http2ServerResponse;
/** What both responses can do; their declarations differ in overloads that are not used here. */
type Response = ServerResponse;

const lines = Number(process.argv[2] ?? 1_000_000);
const http2 = process.argv[3] !== 'http/1.1';
/** What one write hands to TLS at most, bytes: a few records of it. */
const writeBytes = 256 * 1_024;
/** How often paced pods write, ms. A hundred pods of 50 lines/s write 20 lines each time. */
const tickMs = 4;
/** Streams of one connection: what API servers announced for years, and what managed ones still do. */
const maxStreams = 250;

const flat = prepareLog(lines, Date.now());
const finishedCounts: Readonly<Record<Exclude<BenchApp, 'paced'>, number>> = {
  'flat-1': lines,
  'flat-20': Math.floor(lines / podCounts['flat-20']),
};
const open = Array.from({ length: podCounts.paced }, () => new Set<Response>());
const written = new Array<number>(podCounts.paced).fill(0);
let connections = 0;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

function answer(request: AnyRequest, either: AnyResponse): void {
  const response = either as Response;
  const url = new URL(request.url ?? '/', 'https://kubernetes');
  const { searchParams: query, pathname } = url;
  const head = (code: number, type: string) => response.writeHead(code, { 'content-type': type });
  const json = (value: unknown, code = 200) => {
    head(code, 'application/json');
    response.end(JSON.stringify(value));
  };
  const log = new RegExp(`^/api/v1/namespaces/${benchNamespace}/pods/([^/]+)/log$`).exec(pathname);
  const pod = benchPodNamed(/^\/api\/v1\/namespaces\/bench\/pods\/([^/]+)/.exec(pathname)?.[1] ?? '');
  if (log && pod) {
    head(200, 'text/plain');
    response.flushHeaders();
    if (pod.app === 'paced') follow(pod.index, response);
    else void writeFlat(pod.app, query, response);
  } else if (pod) json(benchPod(pod.app, pod.index));
  else if (/^\/api\/v1\/(namespaces\/bench\/)?pods$/.test(pathname)) {
    if (['1', 'true'].includes(query.get('watch') ?? '')) {
      head(200, 'application/json');
      response.flushHeaders();
    } else json({ kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion: '1' }, items: benchPods(query.get('labelSelector')) });
  } else json(documents[pathname] ?? notFound, documents[pathname] === undefined ? 404 : 200);
}

const notFound = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound', message: 'not found', code: 404 };
const verbs = ['get', 'list', 'watch'];
/** What is asked before pods are: by the app when it connects, by kubectl to know what a pod is. */
const documents: Readonly<Record<string, unknown>> = {
  '/version': { major: '1', minor: '36', gitVersion: 'v1.36.3' },
  '/api': { kind: 'APIVersions', versions: ['v1'] },
  '/apis': { kind: 'APIGroupList', apiVersion: 'v1', groups: [] },
  '/api/v1': {
    kind: 'APIResourceList',
    groupVersion: 'v1',
    resources: [
      { name: 'pods', singularName: 'pod', namespaced: true, kind: 'Pod', verbs, shortNames: ['po'] },
      { name: 'pods/log', singularName: '', namespaced: true, kind: 'Pod', verbs: ['get'] },
    ],
  },
  '/api/v1/namespaces/kube-system': { kind: 'Namespace', apiVersion: 'v1', metadata: { name: 'kube-system', uid: 'bench' } },
};

/** A complete log, from where it is asked, as fast as it is read. */
async function writeFlat(app: Exclude<BenchApp, 'paced'>, query: URLSearchParams, response: Response): Promise<void> {
  const count = finishedCounts[app];
  const since = Date.parse(query.get('sinceTime') ?? '');
  const tail = query.get('tailLines');
  const first = Math.max(Number.isNaN(since) ? 0 : flat.firstAt(since), tail === null ? 0 : count - Number(tail));
  const bytes = flat.bytes.subarray(Math.min(first, count) * lineBytes, count * lineBytes);
  let goOn: () => void = () => undefined;
  response.on('drain', () => goOn());
  response.once('close', () => goOn());
  for (let at = 0; at < bytes.length && !response.destroyed; at += writeBytes)
    if (!response.write(bytes.subarray(at, at + writeBytes))) await new Promise<void>((resolve) => (goOn = resolve));
  response.end();
}

/** A log that goes on: nothing of the past, each line when it is written. */
function follow(index: number, response: Response): void {
  open[index]?.add(response);
  response.once('close', () => open[index]?.delete(response));
}

let pace: NodeJS.Timeout | undefined;
function writePaced(rate: number): void {
  clearInterval(pace);
  const perSecond = rate * podCounts.paced;
  const started = performance.now();
  let made = 0;
  if (rate === 0) return;
  pace = setInterval(() => {
    const due = Math.floor(((performance.now() - started) / 1_000) * perSecond);
    for (; made < due; made++) {
      const index = made % podCounts.paced;
      const number = written[index] ?? 0;
      written[index] = number + 1;
      const line = `${stampText(Math.floor((performance.timeOrigin + performance.now()) * 1_000), number % 1_000)} ${lineText(number)}\n`;
      for (const response of open[index] ?? []) response.write(line);
    }
  }, tickMs);
}

const { certificate: cert, key, certificateAuthority } = createServerCertificate('bench-ca');
const server = http2
  ? createSecureServer({ cert, key, allowHTTP1: true, settings: { maxConcurrentStreams: maxStreams } }, answer)
  : createHttpsServer({ cert, key }, answer);
server.on('secureConnection', (socket: Socket) => {
  connections++;
  // A client that ends with its streams open is daily life.
  socket.on('error', () => socket.destroy());
});
server.listen(0, '127.0.0.1', () =>
  console.log(JSON.stringify({ url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, certificateAuthority })),
);
const commands = createInterface({ input: process.stdin });
commands.on('line', (line) => {
  const [word, rate] = line.split(' ');
  if (word === 'write') writePaced(Number(rate));
  console.log(JSON.stringify(word === 'figures' ? { connections, logs: sum(open.map((set) => set.size)), written: sum(written) } : {}));
});
commands.on('close', () => process.exit(0));
