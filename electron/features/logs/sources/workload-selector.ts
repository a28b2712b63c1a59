import { isObject, objectOf, textOf } from '../../../kube/json-fields.ts';
import { labelsText, selectorText } from '../../../kube/label-text.ts';
import type { KubeObject } from '../../../kube/projection.ts';

/** The pods of an object in the form of a `--selector` flag, or why it has none. */
export type WorkloadSelector = { readonly text: string } | 'none' | 'invalid';

/**
 * The label selector of an object that has pods: kubectl's SelectorsForObject (polymorphichelpers/helpers.go), told by shape instead of by
 * kind, so that custom resources with the same fields are read as well. A metav1.LabelSelector has matchLabels or matchExpressions; the
 * selectors of Services and ReplicationControllers (and DeploymentConfigs) are plain maps. An object without `spec.selector` may
 * say it in `status.selector`, the text of the scale subresource (an Argo Rollout with a workloadRef). One that selects everything is
 * taken for none: it is a Service without selector, or a mistake.
 */
export function workloadSelector(object: KubeObject): WorkloadSelector {
  const { selector } = objectOf(object.spec);
  if (!isObject(selector))
    return textOf(objectOf(object.status).selector) === '' ? 'none' : { text: textOf(objectOf(object.status).selector) };
  const structured = isObject(selector.matchLabels) || Array.isArray(selector.matchExpressions);
  const text = structured ? selectorText(selector) : { text: labelsText(selector) ?? '' };
  return text === 'invalid' || text.text !== '' ? text : 'none';
}
