import type { KubeObject } from '../kube-object.ts';
import type { PodTemplate } from '../life/pod-types.ts';
import { memoryBytes } from '../life/pod-types.ts';
import type { CronJobSpec, WorkloadSpec } from './cluster-spec.ts';

/** emptyDir volumes of these names; `shm` is in memory, as programs that share memory have it. */
export const emptyDirVolumes = (names: readonly string[]): readonly Readonly<Record<string, unknown>>[] =>
  names.map((name) => ({ name, emptyDir: name === 'shm' ? { medium: 'Memory' } : {} }));

function buildTemplate(workload: WorkloadSpec): PodTemplate {
  const labels = {
    'app.kubernetes.io/name': workload.name,
    ...(workload.tier ? { tier: workload.tier } : {}),
    ...(workload.namespace === 'kube-system' ? { 'k8s-app': workload.name } : {}),
  };
  const security = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true };
  const common = { imagePullPolicy: 'IfNotPresent', terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File' };
  const limit = workload.memoryLimit ?? `${(memoryBytes(workload.memory) * 2) / 2 ** 20}Mi`;
  const port = workload.port ?? 8080;
  const side = ([name, image]: readonly [string, string]) => ({
    name,
    image,
    resources: { requests: { cpu: '10m', memory: '32Mi' } },
    ...common,
    securityContext: security,
  });
  return {
    metadata: {
      labels,
      ...(workload.annotations ? { annotations: { ...workload.annotations } } : {}),
      ...(workload.finalizers ? { finalizers: [...workload.finalizers] } : {}),
    },
    spec: {
      ...(workload.init ? { initContainers: workload.init.map(side) } : {}),
      containers: [
        {
          name: workload.container ?? workload.name.slice(0, 40),
          image: workload.image,
          ...(workload.port === undefined ? {} : { ports: [{ name: 'http', containerPort: port, protocol: 'TCP' }] }),
          env: [
            { name: 'LOG_LEVEL', value: 'info' },
            { name: 'POD_IP', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'status.podIP' } } },
          ],
          resources: { requests: { cpu: workload.cpu, memory: workload.memory }, limits: { memory: limit } },
          ...(workload.port === undefined
            ? {}
            : {
                readinessProbe: {
                  httpGet: { path: '/readyz', port, scheme: 'HTTP' },
                  periodSeconds: 10,
                  timeoutSeconds: 1,
                  successThreshold: 1,
                  failureThreshold: 3,
                },
              }),
          ...common,
          securityContext: security,
        },
        ...(workload.sidecars ?? []).map(side),
      ],
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: workload.graceSeconds ?? 30,
      ...(workload.emptyDirs ? { volumes: emptyDirVolumes(workload.emptyDirs) } : {}),
      dnsPolicy: 'ClusterFirst',
      serviceAccountName: workload.namespace === 'kube-system' ? workload.name : 'default',
      serviceAccount: workload.namespace === 'kube-system' ? workload.name : 'default',
      securityContext: {},
      schedulerName: 'default-scheduler',
      enableServiceLinks: true,
      ...(workload.nodeSelector ? { nodeSelector: { ...workload.nodeSelector } } : {}),
    },
  };
}

/** A Deployment, StatefulSet or DaemonSet. */
export function buildWorkload(workload: WorkloadSpec): KubeObject {
  const template = buildTemplate(workload);
  const spec =
    workload.kind === 'Deployment'
      ? {
          replicas: workload.replicas ?? 1,
          strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
          revisionHistoryLimit: 10,
          progressDeadlineSeconds: 600,
        }
      : workload.kind === 'StatefulSet'
        ? {
            replicas: workload.replicas ?? 1,
            serviceName: workload.name,
            podManagementPolicy: 'OrderedReady',
            updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
            volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'] } }],
          }
        : { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } } };
  return {
    apiVersion: 'apps/v1',
    kind: workload.kind,
    metadata: {
      name: workload.name,
      namespace: workload.namespace,
      generation: 1,
      labels: { ...template.metadata.labels, 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: { 'meta.helm.sh/release-name': workload.name, 'meta.helm.sh/release-namespace': workload.namespace },
    },
    spec: { ...spec, selector: { matchLabels: { 'app.kubernetes.io/name': workload.name } }, template },
    status: {},
  };
}

/** A CronJob; its runs come from the job controller. */
export function buildCronJob(job: CronJobSpec): KubeObject {
  const labels = { 'app.kubernetes.io/name': job.name };
  const container = {
    name: job.name,
    image: job.image,
    resources: { requests: { cpu: '50m', memory: '64Mi' } },
    imagePullPolicy: 'IfNotPresent',
  };
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: job.name, namespace: job.namespace, generation: 1, labels },
    spec: {
      schedule: job.schedule,
      suspend: job.suspend ?? false,
      concurrencyPolicy: 'Forbid',
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
      jobTemplate: {
        metadata: { labels },
        spec: {
          backoffLimit: 2,
          template: {
            metadata: { labels },
            spec: {
              containers: [container],
              restartPolicy: 'Never',
              terminationGracePeriodSeconds: 30,
              schedulerName: 'default-scheduler',
            },
          },
        },
      },
    },
    status: {},
  };
}
