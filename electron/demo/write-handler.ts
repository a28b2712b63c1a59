import { isDeepStrictEqual } from 'node:util';
import type { ClusterState } from './cluster-state.ts';
import type { DeleteBehaviour } from './delete-object.ts';
import { finishDeletion, handleDelete } from './delete-object.ts';
import { handleEviction } from './evict-pod.ts';
import type { Exchange } from './exchange.ts';
import type { KubeObject } from './kube-object.ts';
import { at, mapAt, numberAt } from './kube-object.ts';
import { applyPatch } from './patch-object.ts';
import type { RequestTarget } from './request-target.ts';
import { alreadyExists, notFound, StatusError } from './status-error.ts';
import { checkPreconditions, existing, isDryRun, readBody, requireObject } from './write-request.ts';

/** How writes behave. */
export interface WriteOptions extends DeleteBehaviour {
  /** Five characters for generateName. */
  readonly newSuffix: () => string;
}

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
  exchange.json(201, isDryRun(exchange) ? wanted : state.create(target.resource.key, wanted));
}

/** A write of what is there already is not stored: no new resourceVersion, nothing for watches (storage/etcd3 store.go). */
const changesNothing = (stored: KubeObject, next: KubeObject): boolean => isDeepStrictEqual(stored, next);

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
  const result = isDryRun(exchange) || changesNothing(stored, next) ? next : (state.replace(target.resource.key, next) ?? next);
  if (!isDryRun(exchange)) finishDeletion(state, target.resource.key, result);
  exchange.json(200, target.subresource === 'scale' ? scaleOf(result) : result);
}

/** Answers POST, PUT, PATCH and DELETE on objects and on their eviction, scale and status. */
export async function handleWrite(exchange: Exchange, state: ClusterState, target: RequestTarget, options: WriteOptions): Promise<void> {
  if (exchange.method === 'POST' && target.subresource === 'eviction') return handleEviction(exchange, state, target, options);
  if (exchange.method === 'POST' && target.name === '') return create(exchange, state, target, options);
  if (exchange.method === 'DELETE' && target.name !== '') return handleDelete(exchange, state, target, options);
  if ((exchange.method === 'PUT' || exchange.method === 'PATCH') && target.name !== '') return replaceOrPatch(exchange, state, target);
  throw new StatusError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource');
}
