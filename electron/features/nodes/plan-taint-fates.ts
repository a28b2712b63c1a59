import type { NodeTaint, TaintFate } from '../../../shared/node-writes.ts';
import { type JsonObject, textOf } from '../../kube/json-fields.ts';

/** What the NoExecute taints of a node do to a pod, and which of them decide it. */
export interface TaintVerdict {
  readonly fate: TaintFate;
  /** As `key=value:effect`. Empty when it stays. */
  readonly because: readonly string[];
}

const stays: TaintVerdict = { fate: { type: 'stays' }, because: [] };

/**
 * What the taint eviction controller decides for a pod with these tolerations (kubernetes/pkg/controller/tainteviction, processPodOnNode and
 * getMinTolerationTime): of each taint the first toleration that fits counts; one taint without any deletes the pod at once, else the shortest
 * `tolerationSeconds` does. Pure.
 */
export function taintVerdict(taints: readonly NodeTaint[], tolerations: readonly JsonObject[]): TaintVerdict {
  const executing = taints.filter(({ effect }) => effect === 'NoExecute');
  const untolerated: string[] = [];
  let shortest = Number.POSITIVE_INFINITY;
  let deciding: string[] = [];
  for (const taint of executing) {
    const used = tolerations.find((toleration) => tolerates(toleration, taint));
    if (used === undefined) untolerated.push(taintText(taint));
    const seconds = used?.tolerationSeconds;
    if (typeof seconds !== 'number') continue;
    const most = Math.max(0, seconds);
    if (most < shortest) deciding = [];
    if (most <= shortest) deciding.push(taintText(taint));
    shortest = Math.min(shortest, most);
  }
  if (untolerated.length > 0) return { fate: { type: 'now' }, because: untolerated };
  if (shortest === Number.POSITIVE_INFINITY) return stays;
  return { fate: shortest === 0 ? { type: 'now' } : { type: 'after', seconds: shortest }, because: deciding };
}

/** `key=value:effect`, as v1.Taint.ToString writes a taint. */
export function taintText({ key, value, effect }: NodeTaint): string {
  return `${key}${value === '' ? '' : `=${value}`}:${effect}`;
}

/**
 * v1.Toleration.ToleratesTaint. `Lt` and `Gt` (KEP-5471, alpha and off by default in 1.36) fit nothing, as in a cluster without the gate: that a
 * pod is named which stays does less harm than the other way round.
 */
function tolerates(toleration: JsonObject, { key, value, effect }: NodeTaint): boolean {
  const [ofEffect, ofKey, operator] = [textOf(toleration.effect), textOf(toleration.key), textOf(toleration.operator)];
  if (ofEffect !== '' && ofEffect !== effect) return false;
  if (ofKey !== '' && ofKey !== key) return false;
  if (operator === 'Exists') return true;
  return (operator === '' || operator === 'Equal') && textOf(toleration.value) === value;
}
