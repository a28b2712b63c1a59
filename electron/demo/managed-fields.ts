/** `metadata.managedFields` of one manager: as bulky as the real thing, which is what clients have to skip. */
export function managedFields(
  manager: string,
  apiVersion: string,
  time: string,
  fields: readonly string[],
  subresource?: string,
): unknown[] {
  return [
    {
      manager,
      operation: 'Update',
      apiVersion,
      time,
      fieldsType: 'FieldsV1',
      fieldsV1: Object.fromEntries(fields.map((field) => [field, {}])),
      ...(subresource === undefined ? {} : { subresource }),
    },
  ];
}

/** managedFields of a pod: what kube-controller-manager set, and what the kubelet set in its status. */
export function podManagedFields(time: string, containers: readonly string[]): unknown[] {
  const perContainer = Object.fromEntries(
    containers.map((name) => [
      `k:{"name":"${name}"}`,
      {
        '.': {},
        'f:env': { '.': {}, 'k:{"name":"LOG_LEVEL"}': { '.': {}, 'f:name': {}, 'f:value': {} } },
        'f:image': {},
        'f:imagePullPolicy': {},
        'f:name': {},
        'f:ports': {
          '.': {},
          'k:{"containerPort":8080,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {}, 'f:name': {}, 'f:protocol': {} },
        },
        'f:readinessProbe': {
          '.': {},
          'f:failureThreshold': {},
          'f:httpGet': { '.': {}, 'f:path': {}, 'f:port': {}, 'f:scheme': {} },
          'f:periodSeconds': {},
          'f:successThreshold': {},
          'f:timeoutSeconds': {},
        },
        'f:resources': { '.': {}, 'f:limits': { '.': {}, 'f:memory': {} }, 'f:requests': { '.': {}, 'f:cpu': {}, 'f:memory': {} } },
        'f:securityContext': { '.': {}, 'f:allowPrivilegeEscalation': {}, 'f:readOnlyRootFilesystem': {} },
        'f:terminationMessagePath': {},
        'f:terminationMessagePolicy': {},
      },
    ]),
  );
  const conditions = Object.fromEntries(
    ['ContainersReady', 'Initialized', 'PodReadyToStartContainers', 'Ready'].map((type) => [
      `k:{"type":"${type}"}`,
      { '.': {}, 'f:lastProbeTime': {}, 'f:lastTransitionTime': {}, 'f:observedGeneration': {}, 'f:status': {}, 'f:type': {} },
    ]),
  );
  return [
    {
      manager: 'kube-controller-manager',
      operation: 'Update',
      apiVersion: 'v1',
      time,
      fieldsType: 'FieldsV1',
      fieldsV1: {
        'f:metadata': {
          'f:generateName': {},
          'f:labels': { '.': {}, 'f:app.kubernetes.io/name': {}, 'f:pod-template-hash': {}, 'f:tier': {} },
          'f:ownerReferences': { '.': {} },
        },
        'f:spec': {
          'f:containers': perContainer,
          'f:dnsPolicy': {},
          'f:enableServiceLinks': {},
          'f:restartPolicy': {},
          'f:schedulerName': {},
          'f:securityContext': {},
          'f:serviceAccount': {},
          'f:serviceAccountName': {},
          'f:terminationGracePeriodSeconds': {},
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
          'f:conditions': conditions,
          'f:containerStatuses': {},
          'f:hostIP': {},
          'f:hostIPs': {},
          'f:phase': {},
          'f:podIP': {},
          'f:podIPs': { '.': {} },
          'f:startTime': {},
        },
      },
      subresource: 'status',
    },
  ];
}
