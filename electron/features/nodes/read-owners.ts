import { objectOf, textOf } from '../../kube/json-fields.ts';
import { listObjects } from '../../kube/list-objects.ts';
import { readJson } from '../../kube/read-json.ts';
import { RequestFailure } from '../../kube/request-failure.ts';
import { objectPath } from '../../kube/resource-path.ts';
import type { Transport } from '../../kube/transport.ts';
import type { ControllerRef, DrainPod } from './drain-pod.ts';
import { type OwnerAnswer, type OwnerLookup, ownerAnswerOf, ownerResource } from './owner-answer.ts';

interface Owner {
  readonly namespace: string;
  readonly ref: ControllerRef;
}

/** Owners of one kind up to which each is asked for by name; more are listed, because a request costs about as much as twenty objects of a list. */
const mostByName = 40;

/**
 * The controllers of pods, and the Deployments behind ReplicaSets. Each is asked for once; where they are many they are listed first, ReplicaSets
 * without those of old revisions, and only what a list does not have is asked for by name. Rejects only when it is aborted.
 */
export async function readOwners(transport: Transport, pods: readonly DrainPod[], signal: AbortSignal): Promise<OwnerLookup> {
  const answers = new Map<string, OwnerAnswer>();
  const first = pods.flatMap(({ namespace, controller }) => (controller === null ? [] : [{ namespace, ref: controller }]));
  await readAll(transport, first, answers, signal);
  const behind = first.flatMap(({ namespace, ref }) => {
    const answer = answers.get(keyOf(namespace, ref));
    return answer?.state === 'found' && answer.controller !== null ? [{ namespace, ref: answer.controller }] : [];
  });
  await readAll(transport, behind, answers, signal);
  return (namespace, owner) => answers.get(keyOf(namespace, owner)) ?? { state: 'not-asked' };
}

async function readAll(
  transport: Transport,
  owners: readonly Owner[],
  answers: Map<string, OwnerAnswer>,
  signal: AbortSignal,
): Promise<void> {
  const wanted = new Map(
    owners.filter(({ ref }) => ownerResource(ref) !== null).map((owner) => [keyOf(owner.namespace, owner.ref), owner] as const),
  );
  const byKind = new Map<string, Owner[]>();
  for (const owner of wanted.values()) {
    const kind = `${owner.ref.apiVersion} ${owner.ref.kind}`;
    const ofKind = byKind.get(kind);
    if (ofKind === undefined) byKind.set(kind, [owner]);
    else ofKind.push(owner);
  }
  await Promise.all([...byKind.values()].map((ofKind) => readKind(transport, ofKind, answers, signal)));
}

async function readKind(
  transport: Transport,
  owners: readonly Owner[],
  answers: Map<string, OwnerAnswer>,
  signal: AbortSignal,
): Promise<void> {
  const listed = owners.length > mostByName ? await listKind(transport, owners, signal) : null;
  await Promise.all(
    owners.map(async ({ namespace, ref }) => {
      const object = listed?.get(`${namespace}/${ref.name}`);
      const answer = object === undefined ? await ask(transport, namespace, ref, signal) : ownerAnswerOf(object, ref);
      answers.set(keyOf(namespace, ref), answer);
    }),
  );
}

/** All objects of the kind of these owners, by `namespace/name`; null when they may not be listed, or cannot. */
async function listKind(
  transport: Transport,
  [owner]: readonly Owner[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, unknown> | null> {
  const resource = owner === undefined ? null : ownerResource(owner.ref);
  if (resource === null) return null;
  // Every revision of a Deployment leaves a ReplicaSet of no pods; only this kind can be selected so.
  const fieldSelector = resource.resource === 'replicasets' ? 'status.replicas!=0' : '';
  try {
    const objects = await listObjects(transport, resource, '', { fieldSelector, labelSelector: '' }, signal);
    return new Map(
      objects.map((object) => {
        const { namespace, name } = objectOf(objectOf(object).metadata);
        return [`${textOf(namespace)}/${textOf(name)}`, object];
      }),
    );
  } catch (thrown) {
    if (thrown instanceof RequestFailure) return null;
    throw thrown;
  }
}

async function ask(transport: Transport, namespace: string, ref: ControllerRef, signal: AbortSignal): Promise<OwnerAnswer> {
  const resource = ownerResource(ref);
  if (resource === null) return { state: 'not-asked' };
  try {
    return ownerAnswerOf(await readJson(transport, { path: objectPath(resource, namespace, ref.name), purpose: 'call', signal }), ref);
  } catch (thrown) {
    if (!(thrown instanceof RequestFailure)) throw thrown;
    const { error } = thrown;
    return error.kind === 'status' && error.code === 404 ? { state: 'gone' } : { state: 'unreadable', error };
  }
}

function keyOf(namespace: string, { apiVersion, kind, name, uid }: ControllerRef): string {
  return `${namespace} ${apiVersion} ${kind} ${name} ${uid}`;
}
