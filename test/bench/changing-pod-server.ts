import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import zlib from 'node:zlib';

/*
 * A stand-in for an API server with COUNT pods that change: `node changing-pod-server.ts COUNT`. Prints its port. The line
 * `change RATE SECONDS` on standard input makes RATE changes a second through every open watch; when they are all written it
 * prints how many there were. GET /truth answers what every pod is now. Ends with its standard input.
 */

interface PodState {
  version: number;
  restarts: number;
  crashing: boolean;
}

const count = Number(process.argv[2] ?? 50_000);
/** How often changes are written, ms: as a busy API server's watch cache does, in small bursts. */
const burstMs = 10;
const pods = Array.from({ length: count }, (): PodState => ({ version: 1, restarts: 0, crashing: false }));
let version = 1;
const watchers = new Set<http.ServerResponse>();

const nameOf = (index: number) =>
  `web-${index % 400}-${(index * 7919 + 1_000_000).toString(36).slice(-9)}-${(index + 10_000_000).toString(36).slice(-5)}`;
const uidOf = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
const time = '2026-01-01T00:00:00Z';

/** About 3 KB, half of it managedFields: what a watch of real pods costs, without costing this process the figure. */
function podJson(index: number): string {
  const pod = pods[index] as PodState;
  const app = `web-${index % 400}`;
  const fields = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`f:setting-${at}`, { '.': {}, 'f:name': {}, 'f:value': {} }]));
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: nameOf(index),
      namespace: `team-${index % 60}`,
      uid: uidOf(index),
      resourceVersion: String(pod.version),
      creationTimestamp: time,
      labels: { app, 'pod-template-hash': '5c7f9d6b84', team: `team-${index % 60}` },
      managedFields: [{ manager: 'kubelet', operation: 'Update', apiVersion: 'v1', time, fieldsType: 'FieldsV1', fieldsV1: fields }],
    },
    spec: {
      containers: [{ name: 'web', image: `registry.example.com/${app}:1.4` }],
      nodeName: `node-${index % 120}`,
      restartPolicy: 'Always',
    },
    status: {
      phase: 'Running',
      conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
        type,
        status: pod.crashing && type.includes('Ready') ? 'False' : 'True',
        lastTransitionTime: time,
      })),
      podIP: `10.${index % 250}.${index % 199}.${index % 251}`,
      containerStatuses: [
        {
          name: 'web',
          state: pod.crashing ? { waiting: { reason: 'CrashLoopBackOff' } } : { running: { startedAt: time } },
          lastState: pod.restarts > 0 ? { terminated: { exitCode: 1, reason: 'Error', finishedAt: time } } : {},
          ready: !pod.crashing,
          restartCount: pod.restarts,
        },
      ],
    },
  });
}

const server = http.createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const json = (body: string, status = 200) => response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  if (url.pathname === '/version') json('{"major":"1","minor":"36","gitVersion":"v1.36.3"}');
  else if (url.pathname === '/truth') {
    json(
      JSON.stringify(
        pods.map((pod, index) => ({ uid: uidOf(index), restarts: pod.restarts, status: pod.crashing ? 'CrashLoopBackOff' : 'Running' })),
      ),
    );
  } else if (url.pathname === '/api/v1/namespaces/kube-system')
    json('{"kind":"Namespace","metadata":{"name":"kube-system","uid":"bench"}}');
  else if (url.pathname !== '/api/v1/pods') json('{"kind":"Status","status":"Failure","reason":"NotFound","code":404}', 404);
  else if (url.searchParams.get('watch') === 'true' || url.searchParams.get('watch') === '1') {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    watchers.add(response);
    response.on('close', () => watchers.delete(response));
  } else {
    const limit = Number(url.searchParams.get('limit') ?? count) || count;
    const offset = Number(url.searchParams.get('continue') ?? 0);
    const end = Math.min(count, offset + limit);
    const metadata = {
      resourceVersion: String(version),
      ...(end < count ? { continue: String(end), remainingItemCount: count - end } : {}),
    };
    const items = Array.from({ length: end - offset }, (_, at) => podJson(offset + at)).join(',');
    const body = zlib.gzipSync(`{"kind":"PodList","apiVersion":"v1","metadata":${JSON.stringify(metadata)},"items":[${items}]}`, {
      level: 1,
    });
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(body);
  }
});

/** Every change counts one restart; one in eight starts or ends a crash loop, which moves the row. */
function changeOne(): void {
  const index = Math.floor(Math.random() * count);
  const pod = pods[index] as PodState;
  pod.version = ++version;
  pod.restarts++;
  if (pod.restarts % 8 === 0 || pod.crashing) pod.crashing = !pod.crashing;
  if (Math.random() < 1 / 8) pod.crashing = !pod.crashing;
  const line = `{"type":"MODIFIED","object":${podJson(index)}}\n`;
  for (const watcher of watchers) watcher.write(line);
}

function change(rate: number, seconds: number): void {
  const started = performance.now();
  let made = 0;
  const timer = setInterval(() => {
    const due = Math.min(rate * seconds, Math.floor(((performance.now() - started) / 1_000) * rate));
    for (; made < due; made++) changeOne();
    if (made < rate * seconds) return;
    clearInterval(timer);
    console.log(JSON.stringify({ changes: made, watchers: watchers.size }));
  }, burstMs);
}

server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: (server.address() as AddressInfo).port })));
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const [word, rate, seconds] = line.split(' ');
  if (word === 'change') change(Number(rate), Number(seconds));
});
lines.on('close', () => process.exit(0));
