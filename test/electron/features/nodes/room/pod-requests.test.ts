import { expect, it, test } from 'vitest';
import { requestsOf, takenBy } from '../../../../../electron/features/nodes/room/pod-requests.ts';

const container = (cpu: string, more: object = {}) => ({ name: cpu, resources: { requests: { cpu } }, ...more });
const sidecar = (cpu: string) => container(cpu, { restartPolicy: 'Always' });

/* Vectors of k8s.io/component-helpers resource/helpers_test.go, TestPodRequestsAndLimits, and of KEP-753 (sidecars). */
it.each<[string, object, number]>([
  ['containers are added up', { containers: [container('1'), container('250m')] }, 1250],
  ['an init container counts alone, when it is larger', { containers: [container('1')], initContainers: [container('2')] }, 2000],
  ['init containers run one after the other', { containers: [container('1')], initContainers: [container('2'), container('1500m')] }, 2000],
  ['a sidecar counts beside the containers', { containers: [container('1')], initContainers: [sidecar('500m')] }, 1500],
  [
    'an init container counts with the sidecars started before it',
    { containers: [container('1')], initContainers: [sidecar('1'), container('5'), sidecar('1')] },
    6000,
  ],
  ['and not with those after it', { containers: [container('1')], initContainers: [container('5'), sidecar('1'), sidecar('1')] }, 5000],
  ['overhead is added at the end', { containers: [container('1')], initContainers: [container('2')], overhead: { cpu: '100m' } }, 2100],
  ['requests of the pod stand for those of its containers', { containers: [container('1')], resources: { requests: { cpu: '3' } } }, 3000],
  ['what asks for nothing takes nothing', { containers: [{ name: 'a' }] }, 0],
])('%s', (_what, spec, milli) => {
  expect(requestsOf(spec as Record<string, unknown>).get('cpu') ?? 0).toBe(milli);
});

test('extended resources, huge pages and storage count, other names do not', () => {
  const requests = { 'nvidia.com/gpu': '2', 'hugepages-2Mi': '4Mi', 'ephemeral-storage': '1Gi', memory: '1G', bananas: '7' };
  expect([...requestsOf({ containers: [{ name: 'a', resources: { requests } }] })]).toEqual([
    ['nvidia.com/gpu', 2],
    ['hugepages-2Mi', 4 * 2 ** 20],
    ['ephemeral-storage', 2 ** 30],
    ['memory', 1e9],
  ]);
});

test('a pod that is resized in place takes the most of what is asked, given and in use; one that cannot be, what it has', () => {
  const spec = { containers: [{ name: 'a', resources: { requests: { cpu: '3' } } }, container('1')] };
  const containerStatuses = [{ name: 'a', resources: { requests: { cpu: '1' } }, allocatedResources: { cpu: '2' } }];
  expect(takenBy(spec, { containerStatuses }).get('cpu')).toBe(4000);
  const conditions = [{ type: 'PodResizePending', reason: 'Infeasible' }];
  expect(takenBy(spec, { containerStatuses, conditions }).get('cpu')).toBe(3000);
  expect(requestsOf(spec).get('cpu')).toBe(4000);
});
