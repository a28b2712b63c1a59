import assert from 'node:assert/strict';
import type { Connection } from '../../electron/kube/connection.ts';
import { pods } from '../../shared/kinds/pods.ts';
import type { Row } from '../../shared/row.ts';
import { downloadList } from './api-requests.ts';

/** What a pod's row must say, read out of the API server's own JSON without the product's code. */
interface Expected {
  readonly name: string;
  readonly namespace: string;
  readonly ready: string;
  readonly restarts: number;
  readonly ip: string;
  readonly node: string;
  readonly status: string;
}

interface PodJson {
  readonly metadata: { readonly uid: string; readonly name: string; readonly namespace: string };
  readonly spec: { readonly nodeName: string; readonly containers: readonly unknown[] };
  readonly status: { readonly podIP: string; readonly phase: string; readonly containerStatuses: readonly ContainerStatusJson[] };
}

interface ContainerStatusJson {
  readonly ready: boolean;
  readonly restartCount: number;
  readonly state: { readonly waiting?: { readonly reason: string } };
}

const columnAt = (id: string) => {
  const at = pods.columns.findIndex((column) => column.id === id);
  assert.notEqual(at, -1, `pods have no column ${id}`);
  return at;
};

/** All pods of an API server, to hold rows against. */
export class PodTruth {
  readonly #expected: ReadonlyMap<string, Expected>;

  private constructor(expected: ReadonlyMap<string, Expected>) {
    this.#expected = expected;
  }

  static async read(connection: Connection): Promise<PodTruth> {
    const chunks: Buffer[] = [];
    await downloadList(connection, 0, (chunk) => chunks.push(chunk));
    const { items } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { items: PodJson[] };
    return new PodTruth(new Map(items.map((pod) => [pod.metadata.uid, expectedOf(pod)])));
  }

  /** Throws unless the messages of one sync carried every pod once, with these cells. */
  check(texts: readonly string[]): void {
    const seen = new Set<string>();
    for (const text of texts) {
      if (!text.startsWith('{"type":"items"')) continue;
      for (const row of (JSON.parse(text) as { items: { upserts: Row[] } }).items.upserts) {
        assert.ok(!seen.has(row.uid), `${row.name} came twice`);
        seen.add(row.uid);
        const cell = (id: string) => row.cells[columnAt(id)];
        const { count } = cell('restarts') as { count: number };
        const [ready, ip, node, status] = ['ready', 'ip', 'node', 'status'].map((id) => cell(id));
        const { name, namespace } = row;
        assert.deepEqual({ name, namespace, ready, restarts: count, ip, node, status }, this.#expected.get(row.uid));
      }
    }
    assert.equal(seen.size, this.#expected.size, 'pods that came');
  }
}

function expectedOf({ metadata, spec, status }: PodJson): Expected {
  const statuses = status.containerStatuses;
  const waiting = statuses.find(({ state }) => state.waiting !== undefined)?.state.waiting?.reason;
  return {
    name: metadata.name,
    namespace: metadata.namespace,
    ready: `${statuses.filter(({ ready }) => ready).length}/${spec.containers.length}`,
    restarts: statuses.reduce((sum, { restartCount }) => sum + restartCount, 0),
    ip: status.podIP,
    node: spec.nodeName,
    status: waiting ?? status.phase,
  };
}
