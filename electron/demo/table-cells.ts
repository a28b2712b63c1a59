import type { ServedResource } from './api-resources.ts';
import { age, formatLabelSelector, formatMap, orText, type Printer } from './cell-text.ts';
import { customCells } from './custom-cells.ts';
import { ageSince } from './human-duration.ts';
import type { KubeObject } from './kube-object.ts';
import { at, isRecord, listAt, mapAt, numberAt, textAt } from './kube-object.ts';
import type { Cell } from './pod-cells.ts';
import { podCells } from './pod-cells.ts';
import { WORKLOAD_PRINTERS } from './workload-cells.ts';

/*
 * Cells of the server's Tables, kind by kind, after kubernetes pkg/printers/internalversion/printers.go. Columns come from
 * resources/demo/kube-api-1.36.json, captured from a real server. A kind without a printer here gets its name and age.
 */

/** Addresses of a load balancer, sorted. The Tables are always made wide, so they are never clipped. */
const ingressAddresses = (object: KubeObject): string =>
  [...new Set(listAt(object, 'status', 'loadBalancer', 'ingress').map((entry) => textAt(entry, 'ip') || textAt(entry, 'hostname')))]
    .sort()
    .join(',');

function serviceExternalIp(service: KubeObject): string {
  const external = listAt(service, 'spec', 'externalIPs').join(',');
  switch (textAt(service, 'spec', 'type')) {
    case 'ClusterIP':
    case 'NodePort':
      return external || '<none>';
    case 'LoadBalancer':
      return [ingressAddresses(service), external].filter((part) => part !== '').join(',') || '<pending>';
    case 'ExternalName':
      return textAt(service, 'spec', 'externalName');
    default:
      return '<unknown>';
  }
}

const ports = (service: KubeObject): string =>
  listAt(service, 'spec', 'ports')
    .map(
      (port) =>
        (numberAt(port, 'nodePort') > 0 ? `${numberAt(port, 'port')}:${numberAt(port, 'nodePort')}` : `${numberAt(port, 'port')}`) +
        `/${textAt(port, 'protocol')}`,
    )
    .join(',') || '<none>';

const nodeAddress = (node: KubeObject, type: string): string =>
  textAt(
    listAt(node, 'status', 'addresses').find((a) => textAt(a, 'type') === type),
    'address',
  ) || '<none>';

const node: Printer = (object, now) => {
  const ready = listAt(object, 'status', 'conditions').find((c) => textAt(c, 'type') === 'Ready');
  const status = ready === undefined ? 'Unknown' : textAt(ready, 'status') === 'True' ? 'Ready' : 'NotReady';
  const roles = Object.entries(object.metadata.labels ?? {}).flatMap(([key, value]) =>
    key.startsWith('node-role.kubernetes.io/')
      ? [key.slice('node-role.kubernetes.io/'.length)]
      : key === 'kubernetes.io/role'
        ? [value]
        : [],
  );
  const info = at(object, 'status', 'nodeInfo');
  const architecture = textAt(info, 'architecture');
  return [
    object.metadata.name,
    at(object, 'spec', 'unschedulable') === true ? `${status},SchedulingDisabled` : status,
    [...new Set(roles.filter((role) => role !== ''))].sort().join(',') || '<none>',
    age(object, now),
    textAt(info, 'kubeletVersion'),
    nodeAddress(object, 'InternalIP'),
    nodeAddress(object, 'ExternalIP'),
    textAt(info, 'osImage') || '<unknown>',
    (textAt(info, 'kernelVersion') || '<unknown>') + (architecture === '' ? '' : ` (${architecture})`),
    textAt(info, 'containerRuntimeVersion') || '<unknown>',
  ];
};

const event: Printer = (object, now) => {
  const first = ageSince(at(object, 'firstTimestamp') ?? at(object, 'eventTime'), now);
  const series = at(object, 'series');
  const last = isRecord(series)
    ? ageSince(series.lastObservedTime, now)
    : textAt(object, 'lastTimestamp') === ''
      ? first
      : ageSince(at(object, 'lastTimestamp'), now);
  const name = textAt(object, 'involvedObject', 'name');
  const kind = textAt(object, 'involvedObject', 'kind').toLowerCase();
  const component = textAt(object, 'source', 'component') || textAt(object, 'reportingComponent');
  const host = textAt(object, 'source', 'host') || textAt(object, 'reportingInstance');
  return [
    last,
    textAt(object, 'type'),
    textAt(object, 'reason'),
    name === '' ? kind : `${kind}/${name}`,
    textAt(object, 'involvedObject', 'fieldPath'),
    host === '' ? component : `${component}, ${host}`,
    textAt(object, 'message').trim(),
    first,
    isRecord(series) ? numberAt(series, 'count') : numberAt(object, 'count') || 1,
    object.metadata.name,
  ];
};

const ACCESS_MODES: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};
const accessModes = (modes: readonly unknown[]): string => modes.map((mode) => ACCESS_MODES[String(mode)] ?? '').join(',');
const dataCount = (object: KubeObject): number =>
  Object.keys(mapAt(object, 'data')).length + Object.keys(mapAt(object, 'binaryData')).length;
const defaultMark = (object: KubeObject, annotation: string): string =>
  object.metadata.annotations?.[annotation] === 'true' ? `${object.metadata.name} (default)` : object.metadata.name;
const binding: Printer = (object, now) => {
  const subjects = (kind: string): string =>
    listAt(object, 'subjects')
      .filter((subject) => textAt(subject, 'kind') === kind)
      .map((subject) => (kind === 'ServiceAccount' ? `${textAt(subject, 'namespace')}/` : '') + textAt(subject, 'name'))
      .join(', ');
  return [
    object.metadata.name,
    `${textAt(object, 'roleRef', 'kind')}/${textAt(object, 'roleRef', 'name')}`,
    age(object, now),
    subjects('User'),
    subjects('Group'),
    subjects('ServiceAccount'),
  ];
};
const createdAt: Printer = (object) => [object.metadata.name, object.metadata.creationTimestamp ?? null];

const PRINTERS: Readonly<Record<string, Printer>> = {
  ...WORKLOAD_PRINTERS,
  pods: podCells,
  nodes: node,
  events: event,
  namespaces: (o, now) => [o.metadata.name, o.metadata.deletionTimestamp ? 'Terminating' : textAt(o, 'status', 'phase'), age(o, now)],
  configmaps: (o, now) => [o.metadata.name, dataCount(o), age(o, now)],
  secrets: (o, now) => [o.metadata.name, textAt(o, 'type'), dataCount(o), age(o, now)],
  services: (o, now) => [
    o.metadata.name,
    textAt(o, 'spec', 'type'),
    textAt(o, 'spec', 'clusterIPs', 0) || '<none>',
    serviceExternalIp(o),
    ports(o),
    age(o, now),
    formatMap(mapAt(o, 'spec', 'selector')),
  ],
  endpoints: (o, now) => {
    const pairs = listAt(o, 'subsets').flatMap((s) =>
      listAt(s, 'addresses').flatMap((a) => listAt(s, 'ports').map((p) => `${textAt(a, 'ip')}:${numberAt(p, 'port')}`)),
    );
    return [
      o.metadata.name,
      pairs.length === 0 ? '<none>' : pairs.length > 3 ? `${pairs.slice(0, 3).join(',')} + ${pairs.length - 3} more...` : pairs.join(','),
      age(o, now),
    ];
  },
  'endpointslices.discovery.k8s.io': (o, now) => {
    const list = listAt(o, 'endpoints').flatMap((e) => listAt(e, 'addresses'));
    return [
      o.metadata.name,
      textAt(o, 'addressType'),
      listAt(o, 'ports')
        .map((p) => numberAt(p, 'port'))
        .join(',') || '<unset>',
      list.length === 0 ? '<unset>' : list.length > 3 ? `${list.slice(0, 3).join(',')} + ${list.length - 3} more...` : list.join(','),
      age(o, now),
    ];
  },
  persistentvolumeclaims: (o, now) => {
    const bound = textAt(o, 'spec', 'volumeName') !== '';
    return [
      o.metadata.name,
      o.metadata.deletionTimestamp ? 'Terminating' : textAt(o, 'status', 'phase'),
      textAt(o, 'spec', 'volumeName'),
      bound ? textAt(o, 'status', 'capacity', 'storage') : '',
      bound ? accessModes(listAt(o, 'status', 'accessModes')) : '',
      textAt(o, 'spec', 'storageClassName'),
      orText(at(o, 'spec', 'volumeAttributesClassName'), '<unset>'),
      age(o, now),
      orText(at(o, 'spec', 'volumeMode'), '<unset>'),
    ];
  },
  persistentvolumes: (o, now) => [
    o.metadata.name,
    textAt(o, 'spec', 'capacity', 'storage'),
    accessModes(listAt(o, 'spec', 'accessModes')),
    textAt(o, 'spec', 'persistentVolumeReclaimPolicy'),
    o.metadata.deletionTimestamp ? 'Terminating' : textAt(o, 'status', 'phase'),
    isRecord(at(o, 'spec', 'claimRef')) ? `${textAt(o, 'spec', 'claimRef', 'namespace')}/${textAt(o, 'spec', 'claimRef', 'name')}` : '',
    textAt(o, 'spec', 'storageClassName'),
    orText(at(o, 'spec', 'volumeAttributesClassName'), '<unset>'),
    textAt(o, 'status', 'reason'),
    age(o, now),
    orText(at(o, 'spec', 'volumeMode'), '<unset>'),
  ],
  'ingresses.networking.k8s.io': (o, now) => {
    const rules = listAt(o, 'spec', 'rules');
    const hosts = rules.map((rule) => textAt(rule, 'host')).filter((host) => host !== '');
    const shown =
      hosts.length === 0 ? '*' : rules.length > 3 ? `${hosts.slice(0, 3).join(',')} + ${rules.length - 3} more...` : hosts.join(',');
    return [
      o.metadata.name,
      orText(at(o, 'spec', 'ingressClassName'), '<none>'),
      shown,
      ingressAddresses(o),
      listAt(o, 'spec', 'tls').length > 0 ? '80, 443' : '80',
      age(o, now),
    ];
  },
  'ingressclasses.networking.k8s.io': (o, now) => [
    defaultMark(o, 'ingressclass.kubernetes.io/is-default-class'),
    textAt(o, 'spec', 'controller'),
    '<none>',
    age(o, now),
  ],
  'networkpolicies.networking.k8s.io': (o, now) => [o.metadata.name, formatLabelSelector(at(o, 'spec', 'podSelector')), age(o, now)],
  'storageclasses.storage.k8s.io': (o, now) => [
    defaultMark(o, 'storageclass.kubernetes.io/is-default-class'),
    textAt(o, 'provisioner'),
    orText(at(o, 'reclaimPolicy'), 'Delete'),
    orText(at(o, 'volumeBindingMode'), 'Immediate'),
    at(o, 'allowVolumeExpansion') === true,
    age(o, now),
  ],
  'priorityclasses.scheduling.k8s.io': (o, now) => [
    o.metadata.name,
    numberAt(o, 'value'),
    at(o, 'globalDefault') === true,
    age(o, now),
    textAt(o, 'preemptionPolicy'),
  ],
  'leases.coordination.k8s.io': (o, now) => [o.metadata.name, textAt(o, 'spec', 'holderIdentity'), age(o, now)],
  'apiservices.apiregistration.k8s.io': (o, now) => {
    const available = listAt(o, 'status', 'conditions').find((c) => textAt(c, 'type') === 'Available');
    const service = isRecord(at(o, 'spec', 'service'))
      ? `${textAt(o, 'spec', 'service', 'namespace')}/${textAt(o, 'spec', 'service', 'name')}`
      : 'Local';
    return [
      o.metadata.name,
      service,
      textAt(available, 'status') === 'True' ? 'True' : `${textAt(available, 'status')} (${textAt(available, 'reason')})`,
      age(o, now),
    ];
  },
  'rolebindings.rbac.authorization.k8s.io': binding,
  'clusterrolebindings.rbac.authorization.k8s.io': binding,
  'roles.rbac.authorization.k8s.io': createdAt,
  'clusterroles.rbac.authorization.k8s.io': createdAt,
  'customresourcedefinitions.apiextensions.k8s.io': createdAt,
  limitranges: createdAt,
};

/** The cells of an object, as many as the resource has columns. */
export function tableCells(resource: ServedResource, object: KubeObject, now: number): readonly Cell[] {
  if (resource.custom) return customCells(resource.columns, object, now);
  const cells = PRINTERS[resource.key]?.(object, now);
  if (cells) return cells;
  return resource.columns.map((column) =>
    column.name === 'Name'
      ? object.metadata.name
      : column.name === 'Age'
        ? age(object, now)
        : column.name === 'Created At'
          ? (object.metadata.creationTimestamp ?? null)
          : '',
  );
}
