import { parse } from 'yaml';
import { arrayOf, isObject, objectOf } from '../../../kube/json-fields.ts';

/** A node group as the cluster autoscaler reports it. */
export interface AutoscalerGroup {
  /** Id of the group at its provider: a pool's uuid or name, a scale set, the URL of an instance group. */
  readonly name: string;
  readonly min: number | null;
  readonly max: number | null;
  /** Nodes that it has asked its provider for. */
  readonly target: number | null;
  /** `NoActivity`, `InProgress`, `Backoff`; empty when it does not say. */
  readonly scaleUp: string;
  /** Why the last attempt failed; empty when it does not say. */
  readonly backoff: string;
}

/**
 * Reads `data.status` of ConfigMap kube-system/cluster-autoscaler-status: YAML since cluster-autoscaler 1.30, lines for people before
 * (clusterstate/api/types.go and clusterstate/utils/status.go there). Null when it is neither.
 */
export function readAutoscalerStatus(status: string): readonly AutoscalerGroup[] | null {
  return /^\s*Cluster-autoscaler status at/m.test(status) || /^\s*Cluster-wide:/m.test(status) ? readLines(status) : readYaml(status);
}

function readYaml(text: string): readonly AutoscalerGroup[] | null {
  let root: unknown;
  try {
    // The autoscaler writes no aliases; one that expands to gigabytes is somebody else's.
    root = parse(text, { maxAliasCount: 0, logLevel: 'silent' });
  } catch {
    return null;
  }
  if (!isObject(root) || !('clusterWide' in root || 'nodeGroups' in root || 'autoscalerStatus' in root)) return null;
  return arrayOf(root.nodeGroups).flatMap((item) => {
    const { name, health: healthField, scaleUp: scaleUpField } = objectOf(item);
    const health = objectOf(healthField);
    const scaleUp = objectOf(scaleUpField);
    const { errorMessage, errorCode } = objectOf(scaleUp.backoffInfo);
    if ((typeof name !== 'string' && typeof name !== 'number') || name === '') return [];
    return {
      name: String(name),
      min: countOf(health.minSize),
      max: countOf(health.maxSize),
      target: countOf(health.cloudProviderTarget),
      scaleUp: wordOf(scaleUp.status),
      backoff: wordOf(errorMessage) || wordOf(errorCode),
    };
  });
}

function countOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Each group is a block of lines that begins with its name. */
function readLines(text: string): readonly AutoscalerGroup[] {
  const [, ...blocks] = text.split(/^[ \t]*Name:/m);
  return blocks.flatMap((block) => {
    const name = (block.split('\n', 1)[0] ?? '').trim();
    if (name === '') return [];
    const health = /^[ \t]*Health:.*$/m.exec(block)?.[0] ?? '';
    const number = (key: string) => digits(new RegExp(`\\b${key}=(\\d+)`).exec(health)?.[1]);
    return {
      name,
      min: number('minSize'),
      max: number('maxSize'),
      target: number('cloudProviderTarget'),
      scaleUp: /^[ \t]*ScaleUp:[ \t]+([A-Za-z]+)/m.exec(block)?.[1] ?? '',
      backoff: '',
    };
  });
}

function digits(text: string | undefined): number | null {
  return text === undefined ? null : countOf(Number(text));
}
