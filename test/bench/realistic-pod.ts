/*
 * Pods as clusters have them: 8-12 KB of JSON, about half of it managedFields, no two alike. Deterministic by index.
 */

const apps = ['checkout', 'payments', 'search', 'catalogue', 'ingest', 'mailer', 'gateway', 'sessions', 'reports', 'images'];

/** A small deterministic random source (mulberry32), so that every run of a bench sees the same pods. */
function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The pod number `index` of a cluster, as JSON text with the members in the order an API server writes them. */
export function realisticPod(index: number, resourceVersion: number): string {
  const random = randomOf(index + 1);
  const hex = (length: number) => Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
  const uuid = () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const app = `${pick(apps)}-${index % 97}`;
  const replicaSet = `${app}-${hex(9)}`;
  const time = new Date(1_790_000_000_000 + Math.floor(random() * 5e9)).toISOString().replace(/\.\d+Z$/, 'Z');
  const containers = 1 + (index % 2);
  const env = Array.from({ length: 12 + Math.floor(random() * 10) }, (_, n) =>
    n % 4 === 0
      ? { name: `SECRET_${n}_${hex(4)}`, valueFrom: { secretKeyRef: { name: `${app}-env`, key: hex(8) } } }
      : { name: `SETTING_${n}_${hex(3)}`, value: `https://${hex(6)}.internal.example.com/${hex(12)}?q=\\"${hex(4)}\\"` },
  );
  const fieldsOf = (names: readonly string[]) => Object.fromEntries(names.map((name) => [`f:${name}`, {}]));
  const envFields = Object.fromEntries(env.map((entry) => [`k:{"name":"${entry.name}"}`, { '.': {}, 'f:name': {}, 'f:value': {} }]));
  const containerNames = Array.from({ length: containers }, (_, n) => (n === 0 ? app : `sidecar-${hex(3)}`));
  const conditionTypes = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'];
  const broken = index % 211 === 0;
  const pod = {
    metadata: {
      name: `${replicaSet}-${hex(5)}`,
      generateName: `${replicaSet}-`,
      namespace: `team-${index % 60}`,
      uid: uuid(),
      resourceVersion: String(resourceVersion),
      creationTimestamp: time,
      labels: { app, 'pod-template-hash': hex(9), 'app.kubernetes.io/version': `1.${index % 40}.${index % 7}`, team: `team-${index % 60}` },
      annotations: { 'kubectl.kubernetes.io/restartedAt': time, checksum: hex(40), note: `été ${hex(6)} — ${index}` },
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: replicaSet, uid: uuid(), controller: true, blockOwnerDeletion: true },
      ],
      managedFields: [
        {
          manager: 'kube-controller-manager',
          operation: 'Update',
          apiVersion: 'v1',
          time,
          fieldsType: 'FieldsV1',
          fieldsV1: {
            'f:metadata': {
              'f:annotations': { '.': {}, 'f:checksum': {}, 'f:note': {} },
              'f:generateName': {},
              'f:labels': { '.': {}, 'f:app': {}, 'f:pod-template-hash': {}, 'f:team': {} },
              'f:ownerReferences': { '.': {}, [`k:{"uid":"${uuid()}"}`]: {} },
            },
            'f:spec': {
              'f:containers': Object.fromEntries(
                containerNames.map((name) => [
                  `k:{"name":"${name}"}`,
                  { '.': {}, 'f:env': { '.': {}, ...envFields }, ...fieldsOf(['image', 'imagePullPolicy', 'name', 'resources']) },
                ]),
              ),
              ...fieldsOf(['dnsPolicy', 'enableServiceLinks', 'restartPolicy', 'schedulerName', 'securityContext']),
            },
          },
        },
        {
          manager: 'kubelet',
          operation: 'Update',
          apiVersion: 'v1',
          time,
          fieldsType: 'FieldsV1',
          fieldsV1: {
            'f:status': {
              'f:conditions': Object.fromEntries(
                conditionTypes.map((type) => [
                  `k:{"type":"${type}"}`,
                  { '.': {}, ...fieldsOf(['lastProbeTime', 'lastTransitionTime', 'observedGeneration', 'status', 'type']) },
                ]),
              ),
              ...fieldsOf(['containerStatuses', 'hostIP', 'hostIPs', 'phase', 'podIP', 'startTime']),
              'f:podIPs': { '.': {}, [`k:{"ip":"10.${index % 250}.${index % 199}.${index % 251}"}`]: { '.': {}, 'f:ip': {} } },
            },
          },
          subresource: 'status',
        },
      ],
    },
    spec: {
      volumes: [
        {
          name: `kube-api-access-${hex(5)}`,
          projected: { sources: [{ serviceAccountToken: { expirationSeconds: 3607, path: 'token' } }], defaultMode: 420 },
        },
      ],
      containers: containerNames.map((name) => ({
        name,
        image: `registry.example.com/${app}/${name}@sha256:${hex(64)}`,
        env,
        resources: { limits: { cpu: `${100 + (index % 9) * 100}m`, memory: '512Mi' }, requests: { cpu: '100m', memory: '256Mi' } },
        volumeMounts: [{ name: 'kube-api-access', readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }],
        livenessProbe: {
          httpGet: { path: '/healthz', port: 8080, scheme: 'HTTP' },
          timeoutSeconds: 1,
          periodSeconds: 10,
          failureThreshold: 3,
        },
        terminationMessagePath: '/dev/termination-log',
        imagePullPolicy: 'IfNotPresent',
      })),
      restartPolicy: 'Always',
      nodeName: `node-${index % 120}`,
      tolerations: [
        { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
        { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
      ],
    },
    status: {
      phase: 'Running',
      conditions: conditionTypes.map((type) => ({
        type,
        status: broken && type.includes('Ready') ? 'False' : 'True',
        lastProbeTime: null,
        lastTransitionTime: time,
      })),
      hostIP: `192.168.${index % 250}.${index % 240}`,
      podIP: `10.${index % 250}.${index % 199}.${index % 251}`,
      podIPs: [{ ip: `10.${index % 250}.${index % 199}.${index % 251}` }],
      startTime: time,
      containerStatuses: containerNames.map((name) => ({
        name,
        state: broken
          ? { waiting: { reason: 'CrashLoopBackOff', message: `back-off restarting ${hex(8)}` } }
          : { running: { startedAt: time } },
        lastState: broken ? { terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt: time } } : {},
        ready: !broken,
        restartCount: broken ? index % 50 : index % 3,
        image: `registry.example.com/${app}/${name}`,
        imageID: `registry.example.com/${app}/${name}@sha256:${hex(64)}`,
        containerID: `containerd://${hex(64)}`,
      })),
      qosClass: 'Burstable',
    },
  };
  return JSON.stringify(pod);
}
