import type { ClusterState } from '../cluster-state.ts';
import { kubeTime } from '../kube-object.ts';
import type { EventRecorder } from '../life/event-recorder.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Something that needs a person, and is no pod's. It began so many minutes ago. */
export type TroubleSpec = { readonly minutesAgo: number } & (
  | {
      readonly type: 'quota';
      readonly namespace: string;
      readonly name: string;
      readonly hard: Readonly<Record<string, string>>;
      readonly used: Readonly<Record<string, string>>;
    }
  | {
      readonly type: 'certificate';
      readonly namespace: string;
      readonly name: string;
      readonly hosts: readonly string[];
      readonly daysLeft: number;
    }
  | { readonly type: 'claim'; readonly namespace: string; readonly name: string; readonly storageClass: string; readonly message: string }
  | { readonly type: 'api-service'; readonly group: string; readonly version: string; readonly namespace: string; readonly service: string }
  | { readonly type: 'webhook'; readonly name: string; readonly namespace: string; readonly service: string }
  | { readonly type: 'blind-scaler'; readonly namespace: string; readonly name: string; readonly metric: string; readonly target: string }
);

/** Makes what is wrong in a made-up cluster, as its controllers would have written it. */
export function createTrouble(state: ClusterState, events: EventRecorder, trouble: TroubleSpec): void {
  const now = state.now();
  const time = kubeTime(now);
  switch (trouble.type) {
    case 'quota': {
      const { namespace, name, hard, used } = trouble;
      state.create('resourcequotas', {
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: { name, namespace },
        spec: { hard },
        status: { hard, used },
      });
      const limit = {
        type: 'Container',
        default: { memory: '512Mi' },
        defaultRequest: { cpu: '50m', memory: '128Mi' },
        max: { cpu: '4', memory: '8Gi' },
      };
      state.create('limitranges', {
        apiVersion: 'v1',
        kind: 'LimitRange',
        metadata: { name: 'defaults', namespace },
        spec: { limits: [limit] },
      });
      return;
    }
    case 'certificate': {
      const { namespace, name, hosts, daysLeft, minutesAgo } = trouble;
      const notAfter = now + minutesAgo * MINUTE_MS + daysLeft * DAY_MS;
      const message =
        'The certificate request has failed to complete and will be retried: Failed to wait for order resource "wildcard-shop-tls-1-2847" to become ready: order is in "invalid" state';
      const certificate = state.create('certificates.cert-manager.io', {
        apiVersion: 'cert-manager.io/v1',
        kind: 'Certificate',
        metadata: { name, namespace, generation: 1 },
        spec: { secretName: name, dnsNames: hosts, issuerRef: { name: 'letsencrypt', kind: 'ClusterIssuer' } },
        status: {
          notAfter: kubeTime(notAfter),
          renewalTime: time,
          failedIssuanceAttempts: 2,
          lastFailureTime: time,
          conditions: [
            {
              type: 'Ready',
              status: 'True',
              reason: 'Ready',
              message: 'Certificate is up to date and has not expired',
              lastTransitionTime: kubeTime(notAfter - 90 * DAY_MS),
            },
            { type: 'Issuing', status: 'False', reason: 'Failed', message, lastTransitionTime: time },
          ],
        },
      });
      events.record(certificate, 'Warning', 'Failed', message, 'cert-manager-certificates-issuing');
      return;
    }
    case 'claim': {
      const { namespace, name, storageClass, message } = trouble;
      const claim = state.create('persistentvolumeclaims', {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: {
          name,
          namespace,
          finalizers: ['kubernetes.io/pvc-protection'],
          annotations: { 'volume.kubernetes.io/selected-node': 'node' },
        },
        spec: {
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: '500Gi' } },
          storageClassName: storageClass,
          volumeMode: 'Filesystem',
        },
        status: { phase: 'Pending' },
      });
      events.record(claim, 'Warning', 'ProvisioningFailed', message, 'persistentvolume-controller');
      return;
    }
    case 'api-service': {
      const { group, version, namespace, service } = trouble;
      const message = `endpoints for service/${service} in "${namespace}" have no addresses with port name "https"`;
      state.create('apiservices.apiregistration.k8s.io', {
        apiVersion: 'apiregistration.k8s.io/v1',
        kind: 'APIService',
        metadata: { name: `${version}.${group}` },
        spec: {
          group,
          version,
          groupPriorityMinimum: 100,
          versionPriority: 100,
          service: { name: service, namespace, port: 443 },
          insecureSkipTLSVerify: true,
        },
        status: { conditions: [{ type: 'Available', status: 'False', reason: 'MissingEndpoints', message, lastTransitionTime: time }] },
      });
      return;
    }
    case 'webhook': {
      const { name, namespace, service } = trouble;
      state.create('validatingwebhookconfigurations.admissionregistration.k8s.io', {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'ValidatingWebhookConfiguration',
        metadata: { name, generation: 1 },
        webhooks: [
          {
            name: `validate.${name}.svc`,
            admissionReviewVersions: ['v1'],
            clientConfig: { service: { name: service, namespace, port: 443, path: '/validate' } },
            failurePolicy: 'Fail',
            matchPolicy: 'Equivalent',
            rules: [
              {
                apiGroups: ['apps'],
                apiVersions: ['v1'],
                operations: ['CREATE', 'UPDATE'],
                resources: ['deployments', 'statefulsets'],
                scope: 'Namespaced',
              },
            ],
            sideEffects: 'None',
            timeoutSeconds: 10,
          },
        ],
      });
      return;
    }
    case 'blind-scaler': {
      const { namespace, name, metric, target } = trouble;
      const message = `the HPA was unable to compute the replica count: unable to get external metric ${namespace}/${metric}/nil: unable to fetch metrics from external metrics API: the server is currently unable to handle the request (get ${metric}.external.metrics.k8s.io)`;
      state.create('horizontalpodautoscalers.autoscaling', {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name, namespace },
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target },
          minReplicas: 1,
          maxReplicas: 10,
          metrics: [{ type: 'External', external: { metric: { name: metric }, target: { type: 'AverageValue', averageValue: '30' } } }],
        },
        status: {
          conditions: [
            {
              type: 'AbleToScale',
              status: 'True',
              reason: 'SucceededGetScale',
              message: "the HPA controller was able to get the target's current scale",
              lastTransitionTime: time,
            },
            { type: 'ScalingActive', status: 'False', reason: 'FailedGetExternalMetric', message, lastTransitionTime: time },
          ],
        },
      });
    }
  }
}
