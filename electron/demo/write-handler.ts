import type { ClusterState } from './cluster-state.ts';
import type { Exchange } from './exchange.ts';
import type { KubeObject } from './kube-object.ts';
import { at, isRecord, kubeTime, listAt, mapAt, numberAt, textAt } from './kube-object.ts';
import { applyPatch } from './patch-object.ts';
import type { RequestTarget } from './request-target.ts';
import { alreadyExists, badRequest, conflict, notFound, StatusError } from './status-error.ts';

/** How deletes behave. */
export interface WriteOptions {
  /** True when something (the demo's kubelets) removes pods after their grace period; false deletes at once. */
  readonly gracefulDeletion: boolean;
  /** Five characters for generateName. */
  readonly newSuffix: () => string;
}

async function readBody(exchange: Exchange): Promise<unknown> {
  const text = await exchange.body();
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badRequest(`couldn't get version/kind; json parse error: ${String(error)}`);
  }
}

function requireObject(value: unknown): KubeObject {
  if (!isRecord(value) || !isRecord(value.metadata))
    throw badRequest('the object provided is unrecognized (must be of type with metadata)');
  return value as KubeObject;
}

function existing(state: ClusterState, target: RequestTarget): KubeObject {
  const found = state.get(target.resource.key, target.namespace, target.name);
  if (!found) throw notFound(target.resource.resource, target.resource.group, target.name);
  return found;
}

function checkPreconditions(target: RequestTarget, stored: KubeObject, uid: unknown, resourceVersion: unknown): void {
  const { resource, group } = target.resource;
  if (typeof resourceVersion === 'string' && resourceVersion !== '' && resourceVersion !== stored.metadata.resourceVersion)
    throw conflict(
      resource,
      group,
      target.name,
      'the object has been modified; please apply your changes to the latest version and try again',
    );
  if (typeof uid === 'string' && uid !== '' && uid !== stored.metadata.uid)
    throw conflict(
      resource,
      group,
      target.name,
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${stored.metadata.uid}`,
    );
}

const dryRun = (exchange: Exchange): boolean => exchange.query.get('dryRun') === 'All';

/** Marks what only the server writes: generation grows when the spec changes. */
function asReplacement(target: RequestTarget, stored: KubeObject, wanted: KubeObject): KubeObject {
  const specChanged = JSON.stringify(at(wanted, 'spec')) !== JSON.stringify(at(stored, 'spec'));
  const generation = numberAt(stored, 'metadata', 'generation');
  const { deletionTimestamp, deletionGracePeriodSeconds } = stored.metadata;
  const metadata = {
    ...wanted.metadata,
    name: target.name,
    ...(target.namespace === '' ? {} : { namespace: target.namespace }),
    ...(generation > 0 ? { generation: generation + (specChanged && target.subresource === '' ? 1 : 0) } : {}),
    ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
    ...(deletionGracePeriodSeconds === undefined ? {} : { deletionGracePeriodSeconds }),
  };
  // A main-resource update does not touch status and a status update touches nothing else (registry strategies).
  const hasStatus = target.resource.subresources.some((sub) => sub.subresource === 'status');
  if (target.subresource === 'status')
    return { ...stored, metadata: { ...metadata, generation } as KubeObject['metadata'], status: wanted.status };
  return {
    ...wanted,
    apiVersion: stored.apiVersion,
    kind: stored.kind,
    metadata,
    ...(hasStatus && 'status' in stored ? { status: stored.status } : {}),
  };
}

const scaleOf = (object: KubeObject): KubeObject => ({
  kind: 'Scale',
  apiVersion: 'autoscaling/v1',
  metadata: {
    name: object.metadata.name,
    namespace: object.metadata.namespace ?? '',
    uid: object.metadata.uid ?? '',
    resourceVersion: object.metadata.resourceVersion ?? '',
    creationTimestamp: object.metadata.creationTimestamp ?? '',
  },
  spec: { replicas: numberAt(object, 'spec', 'replicas') },
  status: {
    replicas: numberAt(object, 'status', 'replicas'),
    selector: Object.entries(mapAt(object, 'spec', 'selector', 'matchLabels'))
      .map(([key, value]) => `${key}=${value}`)
      .join(','),
  },
});

/** GET of one object or of its scale. */
export function getObject(state: ClusterState, target: RequestTarget): KubeObject {
  const found = existing(state, target);
  return target.subresource === 'scale' ? scaleOf(found) : found;
}

async function create(exchange: Exchange, state: ClusterState, target: RequestTarget, options: WriteOptions): Promise<void> {
  const object = requireObject(await readBody(exchange));
  const name = object.metadata.name ?? (object.metadata.generateName ? `${object.metadata.generateName}${options.newSuffix()}` : '');
  if (name === '')
    throw new StatusError(
      422,
      'Invalid',
      `${target.resource.kind} "" is invalid: metadata.name: Required value: name or generateName is required`,
    );
  if (target.resource.namespaced && !state.get('namespaces', '', target.namespace)) throw notFound('namespaces', '', target.namespace);
  if (state.get(target.resource.key, target.namespace, name)) throw alreadyExists(target.resource.resource, target.resource.group, name);
  const { uid: _uid, resourceVersion: _resourceVersion, ...metadata } = object.metadata;
  const wanted: KubeObject = {
    ...object,
    apiVersion: target.resource.group === '' ? target.resource.version : `${target.resource.group}/${target.resource.version}`,
    kind: target.resource.kind,
    metadata: {
      ...metadata,
      name,
      ...(target.resource.namespaced ? { namespace: target.namespace } : {}),
      ...('spec' in object ? { generation: 1 } : {}),
    },
    ...(target.resource.key === 'pods' && !('status' in object) ? { status: { phase: 'Pending', qosClass: 'BestEffort' } } : {}),
    ...(target.resource.key === 'namespaces' ? { status: { phase: 'Active' } } : {}),
  };
  exchange.json(201, dryRun(exchange) ? wanted : state.create(target.resource.key, wanted));
}

async function replaceOrPatch(exchange: Exchange, state: ClusterState, target: RequestTarget): Promise<void> {
  const body = await readBody(exchange);
  const stored = existing(state, target);
  const before = target.subresource === 'scale' ? scaleOf(stored) : stored;
  const wanted = requireObject(exchange.method === 'PATCH' ? applyPatch(exchange.header('content-type'), before, body) : body);
  const carried = exchange.method === 'PATCH' ? body : wanted;
  checkPreconditions(target, stored, at(carried, 'metadata', 'uid'), at(carried, 'metadata', 'resourceVersion'));
  const next =
    target.subresource === 'scale'
      ? asReplacement({ ...target, subresource: '' }, stored, {
          ...stored,
          spec: { ...(at(stored, 'spec') as object), replicas: numberAt(wanted, 'spec', 'replicas') },
        })
      : asReplacement(target, stored, wanted);
  const result = dryRun(exchange) ? next : (state.replace(target.resource.key, next) ?? next);
  exchange.json(200, target.subresource === 'scale' ? scaleOf(result) : result);
}

/** Deletes as the registry does: pods wait for their kubelet, finalizers hold the object, the rest goes at once. */
export function deleteObject(state: ClusterState, target: RequestTarget, graceSeconds: number | null, options: WriteOptions): KubeObject {
  const { key } = target.resource;
  const stored = existing(state, target);
  const grace = graceSeconds ?? (numberAt(stored, 'spec', 'terminationGracePeriodSeconds') || 30);
  const waitsForKubelet = key === 'pods' && options.gracefulDeletion && grace > 0 && textAt(stored, 'spec', 'nodeName') !== '';
  const held = (stored.metadata.finalizers?.length ?? 0) > 0;
  if (!waitsForKubelet && !held) return state.delete(key, target.namespace, target.name) ?? stored;
  if (stored.metadata.deletionTimestamp !== undefined) return stored;
  const marked = state.update(key, target.namespace, target.name, (copy) => {
    copy.metadata.deletionTimestamp = kubeTime(state.now() + grace * 1000);
    copy.metadata.deletionGracePeriodSeconds = grace;
  });
  return marked ?? stored;
}

async function remove(exchange: Exchange, state: ClusterState, target: RequestTarget, options: WriteOptions): Promise<void> {
  const body = await readBody(exchange);
  const stored = existing(state, target);
  checkPreconditions(target, stored, at(body, 'preconditions', 'uid'), at(body, 'preconditions', 'resourceVersion'));
  const asked = at(body, 'gracePeriodSeconds') ?? exchange.query.get('gracePeriodSeconds');
  if (dryRun(exchange)) return exchange.json(200, stored);
  const grace = asked === null || asked === undefined || asked === '' ? null : Number(asked);
  const result = deleteObject(state, target, grace, options);
  // Pods answer themselves, most others a Success Status; clients must take both.
  if (target.resource.key === 'pods') exchange.json(200, result);
  else
    exchange.json(200, {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: { name: target.name, kind: target.resource.resource, uid: stored.metadata.uid },
    });
}

/** The budget that forbids evicting a pod now, if any (registry/core/pod/rest/eviction.go). */
function blockingBudget(state: ClusterState, pod: KubeObject): KubeObject | undefined {
  const labels = pod.metadata.labels ?? {};
  return state.list('poddisruptionbudgets.policy', pod.metadata.namespace).find((budget) => {
    const selector = Object.entries(mapAt(budget, 'spec', 'selector', 'matchLabels'));
    return (
      selector.length > 0 &&
      selector.every(([key, value]) => labels[key] === value) &&
      numberAt(budget, 'status', 'disruptionsAllowed') <= 0
    );
  });
}

async function evict(exchange: Exchange, state: ClusterState, target: RequestTarget, options: WriteOptions): Promise<void> {
  const body = await readBody(exchange);
  const pod = existing(state, target);
  checkPreconditions(target, pod, at(body, 'deleteOptions', 'preconditions', 'uid'), undefined);
  const phase = textAt(pod, 'status', 'phase');
  const budget =
    phase === 'Succeeded' || phase === 'Failed' || pod.metadata.deletionTimestamp !== undefined ? undefined : blockingBudget(state, pod);
  if (budget) {
    const needed = numberAt(budget, 'status', 'desiredHealthy');
    const message = `The disruption budget ${budget.metadata.name} needs ${needed} healthy pods and has ${numberAt(budget, 'status', 'currentHealthy')} currently`;
    throw new StatusError(429, 'TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", {
      causes: [{ reason: 'DisruptionBudget', message }],
    });
  }
  const grace = at(body, 'deleteOptions', 'gracePeriodSeconds');
  if (!dryRun(exchange) && listAt(body, 'deleteOptions', 'dryRun').length === 0)
    deleteObject(state, target, typeof grace === 'number' ? grace : null, options);
  exchange.json(201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
}

/** Answers POST, PUT, PATCH and DELETE on objects and on their eviction, scale and status. */
export async function handleWrite(exchange: Exchange, state: ClusterState, target: RequestTarget, options: WriteOptions): Promise<void> {
  if (exchange.method === 'POST' && target.subresource === 'eviction') return evict(exchange, state, target, options);
  if (exchange.method === 'POST' && target.name === '') return create(exchange, state, target, options);
  if (exchange.method === 'DELETE' && target.name !== '') return remove(exchange, state, target, options);
  if ((exchange.method === 'PUT' || exchange.method === 'PATCH') && target.name !== '') return replaceOrPatch(exchange, state, target);
  throw new StatusError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource');
}
