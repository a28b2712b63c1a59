import { cloneJson, isRecord } from './kube-object.ts';
import { badRequest, StatusError } from './status-error.ts';

/** RFC 7386. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const result: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = mergePatch(result[key], value);
  }
  return result;
}

/** patchMergeKey of the lists kubectl patches most (struct tags of k8s.io/api); other lists, such as a node's taints, are replaced. */
const MERGE_KEYS: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  env: 'name',
  volumes: 'name',
  volumeMounts: 'mountPath',
  ports: 'containerPort',
  conditions: 'type',
  ownerReferences: 'uid',
};

/** Strategic merge of the parts kubectl sends: maps merge, keyed lists merge by key, `$patch: delete` removes. */
export function strategicMergePatch(target: unknown, patch: unknown, field = ''): unknown {
  if (Array.isArray(patch)) {
    const key = MERGE_KEYS[field];
    if (key === undefined || !Array.isArray(target)) return patch;
    const result: unknown[] = [...target];
    for (const item of patch) {
      const index = result.findIndex((one) => isRecord(one) && isRecord(item) && one[key] === item[key]);
      if (isRecord(item) && item.$patch === 'delete') {
        if (index >= 0) result.splice(index, 1);
      } else if (index >= 0) result[index] = strategicMergePatch(result[index], item);
      else result.push(item);
    }
    return result;
  }
  if (!isRecord(patch)) return patch;
  const result: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$')) continue;
    if (value === null) delete result[key];
    else result[key] = strategicMergePatch(result[key], value, key);
  }
  return result;
}

/** RFC 6902, without `move` and `copy`. */
export function jsonPatch(target: unknown, operations: unknown): unknown {
  if (!Array.isArray(operations)) throw badRequest('json patch must be a list of operations');
  const result: unknown = cloneJson(target);
  for (const operation of operations) {
    if (!isRecord(operation) || typeof operation.path !== 'string') throw badRequest('json patch operation without a path');
    const steps = operation.path
      .split('/')
      .slice(1)
      .map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'));
    const last = steps.pop() ?? '';
    let parent: unknown = result;
    for (const step of steps) parent = Array.isArray(parent) ? parent[Number(step)] : isRecord(parent) ? parent[step] : undefined;
    const missing = new StatusError(
      422,
      'Invalid',
      `the server rejected our request due to an error in our request: path ${operation.path} not found`,
    );
    if (Array.isArray(parent)) {
      const index = last === '-' ? parent.length : Number(last);
      if (operation.op === 'add') parent.splice(index, 0, operation.value);
      else if (operation.op === 'replace') parent[index] = operation.value;
      else if (operation.op === 'remove') parent.splice(index, 1);
      else if (JSON.stringify(parent[index]) !== JSON.stringify(operation.value)) throw missing;
    } else if (isRecord(parent)) {
      if (operation.op === 'remove') {
        if (!(last in parent)) throw missing;
        delete parent[last];
      } else if (operation.op === 'test') {
        if (JSON.stringify(parent[last]) !== JSON.stringify(operation.value)) throw missing;
      } else parent[last] = operation.value;
    } else throw missing;
  }
  return result;
}

/** Applies a patch by its content type; 415 for one this server does not speak (server-side apply). */
export function applyPatch(contentType: string, target: unknown, patch: unknown): unknown {
  switch (contentType.split(';')[0]?.trim()) {
    case 'application/merge-patch+json':
      return mergePatch(target, patch);
    case 'application/strategic-merge-patch+json':
      return strategicMergePatch(target, patch);
    case 'application/json-patch+json':
      return jsonPatch(target, patch);
    default:
      throw new StatusError(
        415,
        'UnsupportedMediaType',
        `the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json`,
      );
  }
}
