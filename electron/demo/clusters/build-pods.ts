import type { KubeObject } from '../kube-object.ts';
import type { PodTemplate } from '../life/pod-types.ts';
import { DEFAULT_TOLERATIONS } from '../life/taints.ts';
import { emptyDirVolumes } from './build-workloads.ts';
import type { BudgetSpec, JobSpec, LonePodSpec, StaticPodSpec } from './cluster-spec.ts';

const REQUESTS = { requests: { cpu: '50m', memory: '64Mi' } };

const container = (name: string, image: string) => ({ name, image, resources: REQUESTS, imagePullPolicy: 'IfNotPresent' });

const podSpec = (name: string, image: string, restartPolicy: string) => ({
  containers: [container(name, image)],
  restartPolicy,
  terminationGracePeriodSeconds: 30,
  schedulerName: 'default-scheduler',
});

/** A pod that somebody made by hand: nothing makes it again. */
export function buildLonePod(pod: LonePodSpec): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: pod.name,
      namespace: pod.namespace,
      labels: { run: pod.name },
      ...(pod.annotations ? { annotations: { ...pod.annotations } } : {}),
    },
    spec: {
      ...podSpec(pod.name, pod.image, 'Always'),
      tolerations: DEFAULT_TOLERATIONS,
      ...(pod.node === undefined ? {} : { nodeSelector: { 'kubernetes.io/hostname': pod.node } }),
      ...(pod.emptyDirs ? { volumes: emptyDirVolumes(pod.emptyDirs) } : {}),
    },
    status: { phase: 'Pending', qosClass: 'Burstable' },
  };
}

/** The mirror pod of a static pod: what the kubelet of its node shows of it (pkg/kubelet/pod/mirror_client.go). */
export function buildMirrorPod(pod: StaticPodSpec, node: KubeObject): KubeObject {
  const owner = { apiVersion: 'v1', kind: 'Node', name: node.metadata.name, uid: node.metadata.uid ?? '', controller: true };
  const hash = '4d2f1c0b9a8e7d6c5b4a39281706f5e4';
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${pod.name}-${node.metadata.name}`,
      namespace: 'kube-system',
      labels: { component: pod.name, tier: 'node' },
      annotations: {
        'kubernetes.io/config.hash': hash,
        'kubernetes.io/config.mirror': hash,
        'kubernetes.io/config.source': 'file',
      },
      ownerReferences: [owner],
    },
    spec: {
      ...podSpec(pod.name, pod.image, 'Always'),
      nodeName: node.metadata.name,
      hostNetwork: true,
      priorityClassName: 'system-node-critical',
      tolerations: [{ operator: 'Exists', effect: 'NoExecute' }],
    },
    status: { phase: 'Pending', qosClass: 'Burstable' },
  };
}

/** A Job of one completion. */
export function buildJob(job: JobSpec, uid: string): KubeObject {
  // With and without prefix, as registry/batch/job/strategy.go sets them.
  const labels = {
    'app.kubernetes.io/name': job.name,
    'controller-uid': uid,
    'job-name': job.name,
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': job.name,
  };
  const template: PodTemplate = {
    metadata: { labels, ...(job.annotations ? { annotations: { ...job.annotations } } : {}) },
    spec: podSpec(job.name, job.image, 'Never'),
  };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: job.name, namespace: job.namespace, uid, generation: 1, labels: { 'app.kubernetes.io/name': job.name } },
    spec: {
      parallelism: 1,
      completions: 1,
      backoffLimit: 6,
      completionMode: 'NonIndexed',
      suspend: false,
      selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } },
      template,
    },
    status: { active: 0, ready: 0 },
  };
}

/** A PodDisruptionBudget; its status comes from the disruption controller. */
export function buildBudget(budget: BudgetSpec): KubeObject {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: budget.name, namespace: budget.namespace, generation: 1 },
    spec: {
      maxUnavailable: budget.maxUnavailable,
      selector: { matchLabels: { ...budget.matchLabels } },
      ...(budget.unhealthyPodEvictionPolicy ? { unhealthyPodEvictionPolicy: budget.unhealthyPodEvictionPolicy } : {}),
    },
    status: {},
  };
}
