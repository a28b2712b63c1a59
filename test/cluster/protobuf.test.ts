import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HttpTransport } from '../../electron/kube/http-transport.ts';
import { isTooLarge } from '../../electron/kube/list-failure.ts';
import { ListWatch } from '../../electron/kube/list-watch.ts';
import { RequestFailure } from '../../electron/kube/request-failure.ts';
import { type DecodedRow, type RowDecoder, rowDecoderOf } from '../../electron/kube/row-decoder.ts';
import { projectionFor } from '../../electron/projections.ts';
import { kindDefinitions } from '../../shared/kinds/kind-definitions.ts';
import { type ResourceRef, resourceKey } from '../../shared/resource.ts';
import { fill } from '../fidelity/fill.ts';
import { openApi } from '../fidelity/kubectl.ts';
import { type Clusters, startClusters } from './clusters.ts';
import { connectionOf } from './connection-of.ts';

/* The same objects of a real API server as protobuf and as JSON: every row must be the same, byte for byte. */

const name = 'protobuf';
/** Readings of a kind that changes meanwhile, before giving up. */
const mostAttempts = 20;

interface Reading {
  readonly version: string;
  readonly rows: readonly DecodedRow[];
}

describe('protobuf of a real API server', () => {
  let clusters: Clusters;
  let transport: HttpTransport;

  beforeAll(async () => {
    clusters = await startClusters([name]);
    const cluster = clusters.get(name);
    transport = new HttpTransport(connectionOf(cluster), { userAgent: 'timonier-test', onUnauthorized: () => undefined });
    const judge = { command: [clusters.testcluster, 'kubectl'], kubeconfig: cluster.kubeconfig, context: name };
    const api = await openApi(judge);
    await fill(judge, api);
    api.close();
  }, 300_000);
  afterAll(async () => {
    transport?.close();
    await clusters?.stop();
  });

  const decoderOf = (ref: ResourceRef, encoding: 'protobuf' | 'json') => {
    const decoder = rowDecoderOf(ref, projectionFor);
    if (encoding === 'json') decoder.fallBack('not-offered');
    return decoder;
  };

  async function list(ref: ResourceRef, decoder: RowDecoder): Promise<Reading> {
    const rows: DecodedRow[] = [];
    const listWatch = new ListWatch(transport, { ref, namespace: '', fieldSelector: '', labelSelector: '' }, decoder);
    const version = await listWatch.list(
      { resourceVersion: '', paged: true, signal: AbortSignal.timeout(30_000) },
      { onPage: () => undefined, onRow: (row) => rows.push(row), onBytes: () => undefined },
    );
    return { version, rows };
  }

  /** Every object as the watch from before the first object tells it, until all of `count` have come. */
  async function watch(ref: ResourceRef, decoder: RowDecoder, count: number): Promise<readonly DecodedRow[]> {
    const rows: DecodedRow[] = [];
    const stop = new AbortController();
    const listWatch = new ListWatch(transport, { ref, namespace: '', fieldSelector: '', labelSelector: '' }, decoder);
    const answer = await listWatch.watch('0', 60, AbortSignal.any([stop.signal, AbortSignal.timeout(30_000)]));
    const reader = decoder.watchReader(answer.contentType);
    try {
      for await (const chunk of answer.body) {
        for (const event of reader.push(chunk)) {
          const row = event.type === 'ADDED' ? decoder.watched(event.object) : null;
          if (row !== null) rows.push(row);
        }
        if (rows.length >= count) break;
      }
    } finally {
      stop.abort();
    }
    return rows;
  }

  const sorted = (rows: readonly DecodedRow[]) => [...rows].sort((a, b) => (a.uid < b.uid ? -1 : 1)).map((row) => JSON.stringify(row));

  it.each(kindDefinitions.map((kind) => [resourceKey(kind.resource), kind.resource] as const))(
    'gives the same rows of %s as JSON, from a list and from a watch',
    async (_, ref) => {
      for (let attempt = 0; ; attempt++) {
        const decoder = decoderOf(ref, 'protobuf');
        const before = await list(ref, decoderOf(ref, 'json'));
        const protobuf = await list(ref, decoder);
        const watched = await watch(ref, decoder, protobuf.rows.length);
        const after = await list(ref, decoderOf(ref, 'json'));
        expect(decoder.encoding).toBe('protobuf');
        if (attempt < mostAttempts && sorted(before.rows).join() !== sorted(after.rows).join()) continue;
        expect(protobuf.rows.map((row) => JSON.stringify(row))).toEqual(after.rows.map((row) => JSON.stringify(row)));
        expect(sorted(watched)).toEqual(sorted(after.rows));
        expect(protobuf.rows.length).toBeGreaterThan(0);
        console.log(`${resourceKey(ref)}: ${protobuf.rows.length} rows`);
        return;
      }
    },
  );

  it('reads a refusal that is written as protobuf', async () => {
    const pods = { group: '', version: 'v1', resource: 'pods' };
    const listWatch = new ListWatch(
      transport,
      { ref: pods, namespace: '', fieldSelector: 'no.such=field', labelSelector: '' },
      decoderOf(pods, 'protobuf'),
    );
    const progress = { onPage: () => undefined, onRow: () => undefined, onBytes: () => undefined };
    const failure = await listWatch.list({ resourceVersion: '', paged: true, signal: AbortSignal.timeout(30_000) }, progress).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(failure).toBeInstanceOf(RequestFailure);
    expect((failure as RequestFailure).error).toMatchObject({ kind: 'status', code: 400 });
    expect((failure as RequestFailure).message).toContain('no.such');
  });

  it('reads the causes of a refusal: a version from the future', async () => {
    const pods = { group: '', version: 'v1', resource: 'pods' };
    const listWatch = new ListWatch(
      transport,
      { ref: pods, namespace: '', fieldSelector: '', labelSelector: '' },
      decoderOf(pods, 'protobuf'),
    );
    const progress = { onPage: () => undefined, onRow: () => undefined, onBytes: () => undefined };
    const options = { resourceVersion: '999999999', paged: false, signal: AbortSignal.timeout(30_000) };
    const failure = await listWatch.list(options, progress).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (!(failure instanceof RequestFailure)) throw new Error(`not refused: ${String(failure)}`);
    expect(isTooLarge(failure.error)).toBe(true);
    expect(failure.error).toMatchObject({ kind: 'status', code: 504, causes: [{ reason: 'ResourceVersionTooLarge' }] });
  });
});
