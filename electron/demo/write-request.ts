import type { ClusterState } from './cluster-state.ts';
import type { Exchange } from './exchange.ts';
import type { KubeObject } from './kube-object.ts';
import { isRecord, listAt } from './kube-object.ts';
import type { RequestTarget } from './request-target.ts';
import { badRequest, conflict, notFound } from './status-error.ts';

/** The JSON of a request; an empty body is an empty object. Throws 400 for what is not JSON. */
export async function readBody(exchange: Exchange): Promise<unknown> {
  const text = await exchange.body();
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badRequest(`couldn't get version/kind; json parse error: ${String(error)}`);
  }
}

/** The body as an object with metadata; throws 400. */
export function requireObject(value: unknown): KubeObject {
  if (!isRecord(value) || !isRecord(value.metadata))
    throw badRequest('the object provided is unrecognized (must be of type with metadata)');
  return value as KubeObject;
}

/** The object that a path names; throws 404. */
export function existing(state: ClusterState, target: RequestTarget): KubeObject {
  const found = state.get(target.resource.key, target.namespace, target.name);
  if (!found) throw notFound(target.resource.resource, target.resource.group, target.name);
  return found;
}

/** Throws 409 when the stored object is another than the request means; what it does not name is not compared. */
export function checkPreconditions(target: RequestTarget, stored: KubeObject, uid: unknown, resourceVersion: unknown): void {
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

/** Whether nothing is to be stored: said in the query, or in the delete options of the body. */
export function isDryRun(exchange: Exchange, deleteOptions: unknown = null): boolean {
  return exchange.query.get('dryRun') === 'All' || listAt(deleteOptions, 'dryRun').includes('All');
}
