import zlib from 'node:zlib';
import { HttpTransport } from '../../electron/kube/http-transport.ts';
import { type DecodedRow, rowDecoderOf } from '../../electron/kube/row-decoder.ts';
import { projectionFor } from '../../electron/projections.ts';
import { startClusters } from '../cluster/clusters.ts';
import { connectionOf } from '../cluster/connection-of.ts';
import { fillWithPods } from './fill-with-pods.ts';
import { median, report } from './report.ts';

/*
 * One list of 500 realistic pods of a real API server, as JSON and as protobuf: time from its bytes in memory to rows. Neither the
 * network nor inflating is in it. The rows of both must be the same.
 *   decode-protobuf-ratio: protobuf / JSON, medians of runs in turns.
 */

const count = 500;
const runs = 40;
/** As inflate.ts gives them. */
const pieceBytes = 524_288;
const pods = { group: '', version: 'v1', resource: 'pods' };

interface Body {
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** Rows of a body, as list-watch.ts makes them. */
function rowsOf({ contentType, bytes }: Body): DecodedRow[] {
  const rows: DecodedRow[] = [];
  const decoder = rowDecoderOf(pods, projectionFor);
  const onItem = (item: unknown) => {
    const row = decoder.item(item);
    if (row !== null) rows.push(row);
  };
  const scanner = decoder.listScanner(contentType, { onHead: () => undefined, onItem });
  for (let at = 0; at < bytes.length; at += pieceBytes) scanner.push(bytes.subarray(at, at + pieceBytes));
  scanner.end();
  return rows;
}

async function download(transport: HttpTransport, accept: string): Promise<Body> {
  const request = { path: '/api/v1/pods', purpose: 'list', accept, signal: AbortSignal.timeout(60_000) } as const;
  const { contentType, body } = await transport.request(request);
  const pieces: Buffer[] = [];
  // A piece is only there until the next is asked for.
  for await (const piece of body) pieces.push(Buffer.from(piece));
  return { contentType, bytes: Buffer.concat(pieces) };
}

function timed(body: Body): number {
  const started = performance.now();
  rowsOf(body);
  return performance.now() - started;
}

function sizes({ bytes }: Body): string {
  const kib = (length: number) => (length / count / 1024).toFixed(2);
  return `${kib(bytes.length)} KiB a pod, ${kib(zlib.gzipSync(bytes, { level: 1 }).length)} as gzip -1`;
}

const clusters = await startClusters(['decode'], { nodes: 1 });
try {
  const cluster = clusters.get('decode');
  await fillWithPods(cluster, count);
  const transport = new HttpTransport(connectionOf(cluster), { userAgent: 'timonier-bench', onUnauthorized: () => undefined });
  const json = await download(transport, 'application/json');
  const protobuf = await download(transport, 'application/vnd.kubernetes.protobuf');
  transport.close();
  if (JSON.stringify(rowsOf(json)) !== JSON.stringify(rowsOf(protobuf))) throw new Error('the rows differ');
  const times: [number[], number[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    times[0].push(timed(json));
    times[1].push(timed(protobuf));
  }
  const [jsonMs, protobufMs] = [median(times[0]), median(times[1])];
  const note = `${protobufMs.toFixed(2)} ms against ${jsonMs.toFixed(2)} ms; JSON ${sizes(json)}; protobuf ${sizes(protobuf)}`;
  report([{ case: 'decode-protobuf-ratio', value: protobufMs / jsonMs, unit: 'x', baseline: jsonMs, must: '-', note }]);
} finally {
  await clusters.stop();
}
