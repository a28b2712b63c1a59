import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PodBook } from '../../../../electron/features/overview/pod-book.ts';
import { projectPods } from '../../../../electron/features/workloads/project-pods.ts';

interface Made {
  readonly uid: string;
  readonly node: string;
  readonly phase: string;
  readonly cpu: string;
}

const made = fc.record({
  uid: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  node: fc.constantFrom('', 'n1', 'n2'),
  phase: fc.constantFrom('Pending', 'Running', 'Succeeded', 'Failed'),
  cpu: fc.constantFrom('', '100m', '2'),
});
const step = fc.oneof(
  made.map((pod) => ({ pod, gone: '' })),
  fc.constantFrom('a', 'b', 'c').map((gone) => ({ pod: null, gone })),
);

function rowOf({ uid, node, phase, cpu }: Made) {
  return projectPods.project({
    metadata: { uid, name: uid, namespace: 'shop', labels: {} },
    spec: { nodeName: node, containers: [{ name: 'a', resources: cpu === '' ? {} : { requests: { cpu } } }] },
    status: { phase },
  });
}

const milli: Readonly<Record<string, number>> = { '': 0, '100m': 100, '2': 2000 };

test('whatever pods come, change and go, the sums are those of the pods that are there', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const book = new PodBook();
      const there = new Map<string, Made>();
      for (const { pod, gone } of steps) {
        if (pod === null) {
          book.delete(gone);
          there.delete(gone);
        } else {
          book.set(rowOf(pod));
          there.set(pod.uid, pod);
        }
      }
      const pods = [...there.values()];
      const taking = pods.filter(({ node, phase }) => node !== '' && phase !== 'Succeeded' && phase !== 'Failed');
      const cpu = (some: readonly Made[]) => some.reduce((sum, pod) => sum + (milli[pod.cpu] ?? 0), 0);
      expect(book.size).toBe(pods.length);
      expect(book.requested).toMatchObject({ cpu: cpu(taking), pods: taking.length });
      expect(book.requestedOn('n1')).toMatchObject({ cpu: cpu(taking.filter(({ node }) => node === 'n1')) });
      expect(book.withoutRequests).toBe(taking.filter((pod) => pod.cpu === '').length);
      expect(book.counts).toMatchObject({
        total: pods.length,
        running: pods.filter(({ phase }) => phase === 'Running').length,
        succeeded: pods.filter(({ phase }) => phase === 'Succeeded').length,
      });
      expect([...book.troubled()].every(({ health }) => health !== 'ok' && health !== 'done')).toBe(true);
      book.clear();
      expect(book.requested).toEqual({ cpu: 0, memory: 0, pods: 0, limitCpu: 0, limitMemory: 0 });
    }),
  );
});
