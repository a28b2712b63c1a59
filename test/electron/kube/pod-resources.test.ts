import fc from 'fast-check';
import { expect, test } from 'vitest';
import { requestsOf } from '../../../electron/features/nodes/room/pod-requests.ts';
import { podLimits, podRequests } from '../../../electron/kube/pod-resources.ts';

const quantity = fc.constantFrom('100m', '250m', '1', '2500m', '64Mi', '1Gi', '1500M');
const amounts = fc.dictionary(fc.constantFrom('cpu', 'memory', 'nvidia.com/gpu'), quantity);
const resources = fc.record({ requests: amounts, limits: amounts }, { requiredKeys: [] });
const container = fc.record({ resources, restartPolicy: fc.constantFrom('Always', undefined) }, { requiredKeys: [] });
const podSpec = fc.record(
  {
    containers: fc.array(container, { maxLength: 4 }),
    initContainers: fc.array(container, { maxLength: 4 }),
    resources,
    overhead: amounts,
  },
  { requiredKeys: ['containers'] },
);

test('CPU and memory are those that the room on nodes is reckoned with', () => {
  fc.assert(
    fc.property(podSpec, (spec) => {
      const all = requestsOf(spec);
      expect(podRequests(spec)).toEqual({ cpu: all.get('cpu') ?? 0, memory: all.get('memory') ?? 0 });
    }),
  );
});

test('a pod is bounded only where every container that keeps running is', () => {
  const bounded = { resources: { limits: { cpu: '1', memory: '1Gi' } } };
  const free = { resources: { limits: { memory: '1Gi' } } };
  expect(podLimits({ containers: [bounded, bounded] })).toEqual({ cpu: 2000, memory: 2 * 2 ** 30 });
  expect(podLimits({ containers: [bounded, free] })).toEqual({ cpu: null, memory: 2 * 2 ** 30 });
  expect(podLimits({ containers: [bounded], initContainers: [{ ...free, restartPolicy: 'Always' }] })).toEqual({
    cpu: null,
    memory: 2 * 2 ** 30,
  });
  // It is over when the others run.
  expect(podLimits({ containers: [bounded], initContainers: [free] })).toEqual({ cpu: 1000, memory: 2 ** 30 });
  expect(podLimits({ containers: [free], resources: { limits: { cpu: '3' } } })).toEqual({ cpu: 3000, memory: 2 ** 30 });
});
