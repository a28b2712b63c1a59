import { expect, it } from 'vitest';
import { packPodFacts } from '../../shared/row-facts.ts';
import { workloadOfPod } from '../../shared/workload-of-pod.ts';

const pod = { namespace: 'shop', name: 'web-5c7f9d6b84-m8zqp', labels: { 'pod-template-hash': '5c7f9d6b84' } };
const nothing = { cpu: 0, memory: 0 };
const facts = (owner: readonly [string, string] | null) =>
  packPodFacts({ phase: 'Running', owner, requests: nothing, limits: { cpu: null, memory: null } });

it.each([
  ['the Deployment above its ReplicaSet', facts(['ReplicaSet', 'web-5c7f9d6b84']), pod.labels, 'Deployment', 'web'],
  ['a ReplicaSet of its own', facts(['ReplicaSet', 'web']), {}, 'ReplicaSet', 'web'],
  ['a ReplicaSet whose name is not made of the hash', facts(['ReplicaSet', 'web-1']), pod.labels, 'ReplicaSet', 'web-1'],
  ['a Job', facts(['Job', 'nightly-28870000']), {}, 'Job', 'nightly-28870000'],
  ['a controller of any other kind', facts(['Rollout', 'web']), {}, 'Rollout', 'web'],
  ['nothing: a pod of its own', facts(null), {}, 'Pod', pod.name],
  ['nothing that its row says', undefined, pod.labels, 'Pod', pod.name],
])('a pod belongs to %s', (_what, given, labels, kind, name) => {
  const row = { namespace: 'shop', name: pod.name, labels, ...(given === undefined ? {} : { facts: given }) };
  expect(workloadOfPod(row)).toEqual({ kind, namespace: 'shop', name });
});
