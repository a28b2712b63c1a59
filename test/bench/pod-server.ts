import http from 'node:http';
import type { AddressInfo } from 'node:net';
import zlib from 'node:zlib';
import { realisticPod } from './realistic-pod.ts';

/*
 * A stand-in for an API server that costs nothing itself: pages of realistic pods, gzipped once and kept, no objects of any other kind, and watches that stay
 * open; POST /change lets one more pod fail. Runs as a process of its own (`node pod-server.ts COUNT`), prints its port, ends with its standard input.
 */

const count = Number(process.argv[2] ?? 10_000);
const listVersion = 1_000_000;
const pods = Array.from({ length: count }, (_, index) => realisticPod(index, index + 1));
/** What happened after the list, as lines of a watch. */
const changes: { readonly version: number; readonly line: string }[] = [];
const watchers = new Set<http.ServerResponse>();
/** Pages by `limit offset`. */
const pages = new Map<string, Buffer>();

function page(limit: number, offset: number): Buffer {
  const key = `${limit} ${offset}`;
  let body = pages.get(key);
  if (body === undefined) {
    const end = Math.min(count, offset + limit);
    const metadata =
      end < count
        ? { resourceVersion: String(listVersion), continue: String(end), remainingItemCount: count - end }
        : { resourceVersion: String(listVersion) };
    const head = `{"kind":"PodList","apiVersion":"v1","metadata":${JSON.stringify(metadata)},"items":[`;
    // Level 1, as API servers compress.
    body = zlib.gzipSync(`${head}${pods.slice(offset, end).join(',')}]}\n`, { level: 1 });
    pages.set(key, body);
  }
  return body;
}

/** One more pod fails; lists stay what they were. */
function change(): void {
  const version = listVersion + changes.length + 1;
  // The first of all pods crashes, which its status would say instead.
  const pod = realisticPod(changes.length + 1, version).replace('"phase":"Running"', '"phase":"Failed"');
  const line = `{"type":"MODIFIED","object":${pod}}\n`;
  changes.push({ version, line });
  for (const watcher of watchers) watcher.write(line);
}

const server = http.createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname === '/version') {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"major":"1","minor":"36","gitVersion":"v1.36.3"}');
  } else if (url.pathname === '/api/v1/namespaces/kube-system') {
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end('{"kind":"Namespace","metadata":{"name":"kube-system","uid":"bench"}}');
  } else if (url.pathname === '/change') {
    change();
    response.end();
  } else if (/^\/(api\/v1|apis\/[^/]+\/[^/]+)\/[a-z]+$/.test(url.pathname) && url.pathname !== '/api/v1/pods') {
    // Every other kind has no objects, and nothing happens to it.
    response.writeHead(200, { 'content-type': 'application/json' });
    if (url.searchParams.get('watch') === 'true') response.flushHeaders();
    else response.end(`{"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":"${listVersion}"},"items":[]}`);
  } else if (url.pathname !== '/api/v1/pods') {
    response
      .writeHead(404, { 'content-type': 'application/json' })
      .end('{"kind":"Status","status":"Failure","reason":"NotFound","code":404}');
  } else if (url.searchParams.get('watch') === 'true') {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    const from = Number(url.searchParams.get('resourceVersion') ?? 0);
    for (const change of changes) if (change.version > from) response.write(change.line);
    watchers.add(response);
    response.on('close', () => watchers.delete(response));
  } else {
    const limit = Number(url.searchParams.get('limit') ?? count);
    const body = page(limit, Number(url.searchParams.get('continue') ?? 0));
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip', 'content-length': body.length }).end(body);
  }
});

// Made before anybody measures.
for (let offset = 0; offset < count; offset += 500) page(500, offset);
server.listen(0, '127.0.0.1', () => {
  const total = pods.reduce((sum, pod) => sum + Buffer.byteLength(pod), 0);
  console.log(JSON.stringify({ port: (server.address() as AddressInfo).port, bytesPerPod: Math.round(total / count) }));
});
process.stdin.resume().on('end', () => process.exit(0));
