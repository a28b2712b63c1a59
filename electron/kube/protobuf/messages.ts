/* Written by scripts/protobuf-messages.mjs from the types.go of k8s.io/api and k8s.io/apimachinery v0.36.3: change that, not this. */
import type { MessageFields, RootMessage } from './message-decoder.ts';

/** The messages behind the resources that have a projection, as kubectl names them in full: RESOURCE.VERSION.GROUP. */
export const rootMessages: Readonly<Record<string, RootMessage>> = {
  'pods.v1.': { apiVersion: 'v1', kind: 'Pod', message: 'core/v1.Pod' },
  'deployments.v1.apps': { apiVersion: 'apps/v1', kind: 'Deployment', message: 'apps/v1.Deployment' },
  'statefulsets.v1.apps': { apiVersion: 'apps/v1', kind: 'StatefulSet', message: 'apps/v1.StatefulSet' },
  'daemonsets.v1.apps': { apiVersion: 'apps/v1', kind: 'DaemonSet', message: 'apps/v1.DaemonSet' },
  'replicasets.v1.apps': { apiVersion: 'apps/v1', kind: 'ReplicaSet', message: 'apps/v1.ReplicaSet' },
  'jobs.v1.batch': { apiVersion: 'batch/v1', kind: 'Job', message: 'batch/v1.Job' },
  'cronjobs.v1.batch': { apiVersion: 'batch/v1', kind: 'CronJob', message: 'batch/v1.CronJob' },
  'services.v1.': { apiVersion: 'v1', kind: 'Service', message: 'core/v1.Service' },
  'ingresses.v1.networking.k8s.io': { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', message: 'networking/v1.Ingress' },
  'nodes.v1.': { apiVersion: 'v1', kind: 'Node', message: 'core/v1.Node' },
  'namespaces.v1.': { apiVersion: 'v1', kind: 'Namespace', message: 'core/v1.Namespace' },
  'events.v1.': { apiVersion: 'v1', kind: 'Event', message: 'core/v1.Event' },
};

/** Messages of the API by package and Go type, with the fields that are read; every other field is passed over. */
export const messageFields: Readonly<Record<string, MessageFields>> = {
  'apps/v1.DaemonSet': {
    1: { name: 'metadata', type: 'meta/v1.ObjectMeta' },
    2: { name: 'spec', type: 'apps/v1.DaemonSetSpec' },
    3: { name: 'status', type: 'apps/v1.DaemonSetStatus' },
  },
  'apps/v1.DaemonSetSpec': {
    1: { name: 'selector', type: 'meta/v1.LabelSelector' },
    2: { name: 'template', type: 'core/v1.PodTemplateSpec' },
    3: { name: 'updateStrategy', type: 'apps/v1.DaemonSetUpdateStrategy' },
  },
  'apps/v1.DaemonSetStatus': {
    1: { name: 'currentNumberScheduled', type: 'int' },
    3: { name: 'desiredNumberScheduled', type: 'int' },
    4: { name: 'numberReady', type: 'int' },
    5: { name: 'observedGeneration', type: 'int', omitZero: true },
    6: { name: 'updatedNumberScheduled', type: 'int', omitZero: true },
    7: { name: 'numberAvailable', type: 'int', omitZero: true },
  },
  'apps/v1.DaemonSetUpdateStrategy': {
    1: { name: 'type', type: 'string', omitZero: true },
  },
  'apps/v1.Deployment': {
    1: { name: 'metadata', type: 'meta/v1.ObjectMeta' },
    2: { name: 'spec', type: 'apps/v1.DeploymentSpec' },
    3: { name: 'status', type: 'apps/v1.DeploymentStatus' },
  },
  'apps/v1.DeploymentCondition': {
    1: { name: 'type', type: 'string' },
    2: { name: 'status', type: 'string' },
    4: { name: 'reason', type: 'string', omitZero: true },
    5: { name: 'message', type: 'string', omitZero: true },
    7: { name: 'lastTransitionTime', type: 'time', omitZero: true },
  },
  'apps/v1.DeploymentSpec': {
    1: { name: 'replicas', type: 'int' },
    2: { name: 'selector', type: 'meta/v1.LabelSelector' },
    3: { name: 'template', type: 'core/v1.PodTemplateSpec' },
    7: { name: 'paused', type: 'bool', omitZero: true },
  },
  'apps/v1.DeploymentStatus': {
    1: { name: 'observedGeneration', type: 'int', omitZero: true },
    2: { name: 'replicas', type: 'int', omitZero: true },
    3: { name: 'updatedReplicas', type: 'int', omitZero: true },
    4: { name: 'availableReplicas', type: 'int', omitZero: true },
    6: { name: 'conditions', type: 'apps/v1.DeploymentCondition', repeated: true },
    7: { name: 'readyReplicas', type: 'int', omitZero: true },
  },
  'apps/v1.ReplicaSet': {
    1: { name: 'metadata', type: 'meta/v1.ObjectMeta' },
    2: { name: 'spec', type: 'apps/v1.ReplicaSetSpec' },
    3: { name: 'status', type: 'apps/v1.ReplicaSetStatus' },
  },
  'apps/v1.ReplicaSetCondition': {
    1: { name: 'type', type: 'string' },
    2: { name: 'status', type: 'string' },
    4: { name: 'reason', type: 'string', omitZero: true },
  },
  'apps/v1.ReplicaSetSpec': {
    1: { name: 'replicas', type: 'int' },
    2: { name: 'selector', type: 'meta/v1.LabelSelector' },
    3: { name: 'template', type: 'core/v1.PodTemplateSpec' },
  },
  'apps/v1.ReplicaSetStatus': {
    1: { name: 'replicas', type: 'int' },
    4: { name: 'readyReplicas', type: 'int', omitZero: true },
    6: { name: 'conditions', type: 'apps/v1.ReplicaSetCondition', repeated: true },
  },
  'apps/v1.RollingUpdateStatefulSetStrategy': {
    1: { name: 'partition', type: 'int' },
  },
  'apps/v1.StatefulSet': {
    1: { name: 'metadata', type: 'meta/v1.ObjectMeta' },
    2: { name: 'spec', type: 'apps/v1.StatefulSetSpec' },
    3: { name: 'status', type: 'apps/v1.StatefulSetStatus' },
  },
  'apps/v1.StatefulSetSpec': {
    1: { name: 'replicas', type: 'int' },
    3: { name: 'template', type: 'core/v1.PodTemplateSpec' },
    7: { name: 'updateStrategy', type: 'apps/v1.StatefulSetUpdateStrategy' },
  },
  'apps/v1.StatefulSetStatus': {
    1: { name: 'observedGeneration', type: 'int', omitZero: true },
    2: { name: 'replicas', type: 'int' },
    3: { name: 'readyReplicas', type: 'int', omitZero: true },
    5: { name: 'updatedReplicas', type: 'int', omitZero: true },
    6: { name: 'currentRevision', type: 'string', omitZero: true },
    7: { name: 'updateRevision', type: 'string', omitZero: true },
    11: { name: 'availableReplicas', type: 'int' },
  },
  'apps/v1.StatefulSetUpdateStrategy': {
    1: { name: 'type', type: 'string', omitZero: true },
    2: { name: 'rollingUpdate', type: 'apps/v1.RollingUpdateStatefulSetStrategy' },
  },
  'batch/v1.CronJob': {
    1: { name: 'metadata', type: 'meta/v1.ObjectMeta' },
    2: { name: 'spec', type: 'batch/v1.CronJobSpec' },
    3: { name: 'status', type: 'batch/v1.CronJobStatus' },
  },
  'batch/v1.CronJobSpec': {
    1: { name: 'schedule', type: 'string' },
    4: { name: 'suspend', type: 'bool' },
    5: { name: 'jobTemplate', type: 'batch/v1.JobTemplateSpec' },
    8: { name: 'timeZone', type: 'string' },
  },
  'batch/v1.CronJobStatus': {
    1: { name: 'active', type: 'core/v1.ObjectReference', repeated: true },
    4: { name: 'lastScheduleTime', type: 'time' },
    5: { name: 'lastSuccessfulTime', type: 'time' },
  },
  'batch/v1.Job': {
    1: { name: 'metadata', type: 'meta/v1.ObjectMeta' },
    2: { name: 'spec', type: 'batch/v1.JobSpec' },
    3: { name: 'status', type: 'batch/v1.JobStatus' },
  },
  'batch/v1.JobCondition': {
    1: { name: 'type', type: 'string' },
    2: { name: 'status', type: 'string' },
    4: { name: 'lastTransitionTime', type: 'time', omitZero: true },
    5: { name: 'reason', type: 'string', omitZero: true },
    6: { name: 'message', type: 'string', omitZero: true },
  },
  'batch/v1.JobSpec': {
    1: { name: 'parallelism', type: 'int' },
    2: { name: 'completions', type: 'int' },
    4: { name: 'selector', type: 'meta/v1.LabelSelector' },
    6: { name: 'template', type: 'core/v1.PodTemplateSpec' },
    10: { name: 'suspend', type: 'bool' },
  },
  'batch/v1.JobStatus': {
    1: { name: 'conditions', type: 'batch/v1.JobCondition', repeated: true },
    2: { name: 'startTime', type: 'time' },
    3: { name: 'completionTime', type: 'time' },
    4: { name: 'active', type: 'int', omitZero: true },
    5: { name: 'succeeded', type: 'int', omitZero: true },
    6: { name: 'failed', type: 'int', omitZero: true },
  },
  'batch/v1.JobTemplateSpec': {
    2: { name: 'spec', type: 'batch/v1.JobSpec' },
  },
  'core/v1.Container': {
    1: { name: 'name', type: 'string' },
    2: { name: 'image', type: 'string', omitZero: true },
    3: { name: 'command', type: 'string', repeated: true },
    4: { name: 'args', type: 'string', repeated: true },
    8: { name: 'resources', type: 'core/v1.ResourceRequirements' },
    24: { name: 'restartPolicy', type: 'string' },
  },
  'core/v1.ContainerState': {
    1: { name: 'waiting', type: 'core/v1.ContainerStateWaiting' },
    2: { name: 'running', type: 'core/v1.ContainerStateRunning' },
    3: { name: 'terminated', type: 'core/v1.ContainerStateTerminated' },
  },
  'core/v1.ContainerStateRunning': {
    1: { name: 'startedAt', type: 'time', omitZero: true },
  },
  'core/v1.ContainerStateTerminated': {
    1: { name: 'exitCode', type: 'int' },
    2: { name: 'signal', type: 'int', omitZero: true },
    3: { name: 'reason', type: 'string', omitZero: true },
    5: { name: 'startedAt', type: 'time', omitZero: true },
    6: { name: 'finishedAt', type: 'time', omitZero: true },
    7: { name: 'containerID', type: 'string', omitZero: true },
  },
  'core/v1.ContainerStateWaiting': {
    1: { name: 'reason', type: 'string', omitZero: true },
  },
  'core/v1.ContainerStatus': {
    1: { name: 'name', type: 'string' },
    2: { name: 'state', type: 'core/v1.ContainerState' },
    3: { name: 'lastState', type: 'core/v1.ContainerState' },
    4: { name: 'ready', type: 'bool' },
    5: { name: 'restartCount', type: 'int' },
    8: { name: 'containerID', type: 'string', omitZero: true },
    9: { name: 'started', type: 'bool' },
  },
  'core/v1.Event': {
    1: { name: 'metadata', type: 'meta/v1.ObjectMeta' },
    2: { name: 'involvedObject', type: 'core/v1.ObjectReference' },
    3: { name: 'reason', type: 'string', omitZero: true },
    4: { name: 'message', type: 'string', omitZero: true },
    5: { name: 'source', type: 'core/v1.EventSource' },
    6: { name: 'firstTimestamp', type: 'time', omitZero: true },
    7: { name: 'lastTimestamp', type: 'time', omitZero: true },
    8: { name: 'count', type: 'int', omitZero: true },
    9: { name: 'type', type: 'string', omitZero: true },
    10: { name: 'eventTime', type: 'microTime', omitZero: true },
    11: { name: 'series', type: 'core/v1.EventSeries' },
    14: { name: 'reportingComponent', type: 'string' },
    15: { name: 'reportingInstance', type: 'string' },
  },
  'core/v1.EventSeries': {
    1: { name: 'count', type: 'int', omitZero: true },
    2: { name: 'lastObservedTime', type: 'microTime', omitZero: true },
  },
  'core/v1.EventSource': {
    1: { name: 'component', type: 'string', omitZero: true },
    2: { name: 'host', type: 'string', omitZero: true },
  },
  'core/v1.LoadBalancerIngress': {
    1: { name: 'ip', type: 'string', omitZero: true },
    2: { name: 'hostname', type: 'string', omitZero: true },
  },
  'core/v1.LoadBalancerStatus': {
    1: { name: 'ingress', type: 'core/v1.LoadBalancerIngress', repeated: true },
  },
  'core/v1.Namespace': {
    1: { name: 'metadata', type: 'meta/v1.ObjectMeta' },
    3: { name: 'status', type: 'core/v1.NamespaceStatus' },
  },
  'core/v1.NamespaceCondition': {
    2: { name: 'status', type: 'string' },
  },
  'core/v1.NamespaceStatus': {
    1: { name: 'phase', type: 'string', omitZero: true },
    2: { name: 'conditions', type: 'core/v1.NamespaceCondition', repeated: true },
  },
  'core/v1.Node': {
    1: { name: 'metadata', type: 'meta/v1.ObjectMeta' },
    2: { name: 'spec', type: 'core/v1.NodeSpec' },
    3: { name: 'status', type: 'core/v1.NodeStatus' },
  },
  'core/v1.NodeAddress': {
    1: { name: 'type', type: 'string' },
    2: { name: 'address', type: 'string' },
  },
  'core/v1.NodeCondition': {
    1: { name: 'type', type: 'string' },
    2: { name: 'status', type: 'string' },
    4: { name: 'lastTransitionTime', type: 'time', omitZero: true },
    5: { name: 'reason', type: 'string', omitZero: true },
    6: { name: 'message', type: 'string', omitZero: true },
  },
  'core/v1.NodeSpec': {
    3: { name: 'providerID', type: 'string', omitZero: true },
    4: { name: 'unschedulable', type: 'bool', omitZero: true },
    5: { name: 'taints', type: 'core/v1.Taint', repeated: true },
  },
  'core/v1.NodeStatus': {
    1: { name: 'capacity', type: 'quantities' },
    2: { name: 'allocatable', type: 'quantities' },
    4: { name: 'conditions', type: 'core/v1.NodeCondition', repeated: true },
    5: { name: 'addresses', type: 'core/v1.NodeAddress', repeated: true },
    7: { name: 'nodeInfo', type: 'core/v1.NodeSystemInfo' },
  },
  'core/v1.NodeSystemInfo': {
    4: { name: 'kernelVersion', type: 'string' },
    5: { name: 'osImage', type: 'string' },
    6: { name: 'containerRuntimeVersion', type: 'string' },
    7: { name: 'kubeletVersion', type: 'string' },
    10: { name: 'architecture', type: 'string' },
  },
  'core/v1.ObjectReference': {
    1: { name: 'kind', type: 'string', omitZero: true },
    2: { name: 'namespace', type: 'string', omitZero: true },
    3: { name: 'name', type: 'string', omitZero: true },
    7: { name: 'fieldPath', type: 'string', omitZero: true },
  },
  'core/v1.Pod': {
    1: { name: 'metadata', type: 'meta/v1.ObjectMeta' },
    2: { name: 'spec', type: 'core/v1.PodSpec' },
    3: { name: 'status', type: 'core/v1.PodStatus' },
  },
  'core/v1.PodCondition': {
    1: { name: 'type', type: 'string' },
    2: { name: 'status', type: 'string' },
    5: { name: 'reason', type: 'string', omitZero: true },
  },
  'core/v1.PodIP': {
    1: { name: 'ip', type: 'string' },
  },
  'core/v1.PodReadinessGate': {
    1: { name: 'conditionType', type: 'string' },
  },
  'core/v1.PodSpec': {
    2: { name: 'containers', type: 'core/v1.Container', repeated: true },
    7: { name: 'nodeSelector', type: 'map' },
    10: { name: 'nodeName', type: 'string', omitZero: true },
    20: { name: 'initContainers', type: 'core/v1.Container', repeated: true },
    28: { name: 'readinessGates', type: 'core/v1.PodReadinessGate', repeated: true },
    32: { name: 'overhead', type: 'quantities' },
    40: { name: 'resources', type: 'core/v1.ResourceRequirements' },
  },
  'core/v1.PodStatus': {
    1: { name: 'phase', type: 'string', omitZero: true },
    2: { name: 'conditions', type: 'core/v1.PodCondition', repeated: true },
    4: { name: 'reason', type: 'string', omitZero: true },
    6: { name: 'podIP', type: 'string', omitZero: true },
    8: { name: 'containerStatuses', type: 'core/v1.ContainerStatus', repeated: true },
    10: { name: 'initContainerStatuses', type: 'core/v1.ContainerStatus', repeated: true },
    11: { name: 'nominatedNodeName', type: 'string', omitZero: true },
    12: { name: 'podIPs', type: 'core/v1.PodIP', repeated: true },
    13: { name: 'ephemeralContainerStatuses', type: 'core/v1.ContainerStatus', repeated: true },
  },
  'core/v1.PodTemplateSpec': {
    2: { name: 'spec', type: 'core/v1.PodSpec' },
  },
  'core/v1.ResourceRequirements': {
    1: { name: 'limits', type: 'quantities' },
    2: { name: 'requests', type: 'quantities' },
  },
  'core/v1.Service': {
    1: { name: 'metadata', type: 'meta/v1.ObjectMeta' },
    2: { name: 'spec', type: 'core/v1.ServiceSpec' },
    3: { name: 'status', type: 'core/v1.ServiceStatus' },
  },
  'core/v1.ServicePort': {
    2: { name: 'protocol', type: 'string', omitZero: true },
    3: { name: 'port', type: 'int' },
    5: { name: 'nodePort', type: 'int', omitZero: true },
  },
  'core/v1.ServiceSpec': {
    1: { name: 'ports', type: 'core/v1.ServicePort', repeated: true },
    2: { name: 'selector', type: 'map' },
    3: { name: 'clusterIP', type: 'string', omitZero: true },
    4: { name: 'type', type: 'string', omitZero: true },
    5: { name: 'externalIPs', type: 'string', repeated: true },
    10: { name: 'externalName', type: 'string', omitZero: true },
    18: { name: 'clusterIPs', type: 'string', repeated: true },
  },
  'core/v1.ServiceStatus': {
    1: { name: 'loadBalancer', type: 'core/v1.LoadBalancerStatus' },
  },
  'core/v1.Taint': {
    1: { name: 'key', type: 'string' },
    2: { name: 'value', type: 'string', omitZero: true },
    3: { name: 'effect', type: 'string' },
  },
  'meta/v1.LabelSelector': {
    1: { name: 'matchLabels', type: 'map' },
    2: { name: 'matchExpressions', type: 'meta/v1.LabelSelectorRequirement', repeated: true },
  },
  'meta/v1.LabelSelectorRequirement': {
    1: { name: 'key', type: 'string' },
    2: { name: 'operator', type: 'string' },
    3: { name: 'values', type: 'string', repeated: true },
  },
  'meta/v1.ListMeta': {
    2: { name: 'resourceVersion', type: 'string', omitZero: true },
    3: { name: 'continue', type: 'string', omitZero: true },
    4: { name: 'remainingItemCount', type: 'int' },
  },
  'meta/v1.ObjectMeta': {
    1: { name: 'name', type: 'string', omitZero: true },
    3: { name: 'namespace', type: 'string', omitZero: true },
    5: { name: 'uid', type: 'string', omitZero: true },
    6: { name: 'resourceVersion', type: 'string', omitZero: true },
    7: { name: 'generation', type: 'int', omitZero: true },
    8: { name: 'creationTimestamp', type: 'time', omitZero: true },
    9: { name: 'deletionTimestamp', type: 'time' },
    11: { name: 'labels', type: 'map' },
    12: { name: 'annotations', type: 'map' },
    13: { name: 'ownerReferences', type: 'meta/v1.OwnerReference', repeated: true },
  },
  'meta/v1.OwnerReference': {
    1: { name: 'kind', type: 'string' },
    3: { name: 'name', type: 'string' },
    4: { name: 'uid', type: 'string' },
    6: { name: 'controller', type: 'bool' },
  },
  'meta/v1.Status': {
    2: { name: 'status', type: 'string', omitZero: true },
    3: { name: 'message', type: 'string', omitZero: true },
    4: { name: 'reason', type: 'string', omitZero: true },
    5: { name: 'details', type: 'meta/v1.StatusDetails' },
    6: { name: 'code', type: 'int', omitZero: true },
  },
  'meta/v1.StatusCause': {
    1: { name: 'reason', type: 'string', omitZero: true },
    2: { name: 'message', type: 'string', omitZero: true },
    3: { name: 'field', type: 'string', omitZero: true },
  },
  'meta/v1.StatusDetails': {
    4: { name: 'causes', type: 'meta/v1.StatusCause', repeated: true },
    5: { name: 'retryAfterSeconds', type: 'int', omitZero: true },
  },
  'networking/v1.Ingress': {
    1: { name: 'metadata', type: 'meta/v1.ObjectMeta' },
    2: { name: 'spec', type: 'networking/v1.IngressSpec' },
    3: { name: 'status', type: 'networking/v1.IngressStatus' },
  },
  'networking/v1.IngressLoadBalancerIngress': {
    1: { name: 'ip', type: 'string', omitZero: true },
    2: { name: 'hostname', type: 'string', omitZero: true },
  },
  'networking/v1.IngressLoadBalancerStatus': {
    1: { name: 'ingress', type: 'networking/v1.IngressLoadBalancerIngress', repeated: true },
  },
  'networking/v1.IngressRule': {
    1: { name: 'host', type: 'string', omitZero: true },
  },
  'networking/v1.IngressSpec': {
    2: { name: 'tls', type: 'networking/v1.IngressTLS', repeated: true },
    3: { name: 'rules', type: 'networking/v1.IngressRule', repeated: true },
    4: { name: 'ingressClassName', type: 'string' },
  },
  'networking/v1.IngressStatus': {
    1: { name: 'loadBalancer', type: 'networking/v1.IngressLoadBalancerStatus' },
  },
  'networking/v1.IngressTLS': {
    2: { name: 'secretName', type: 'string', omitZero: true },
  },
};
