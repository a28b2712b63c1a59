import { parseTime } from '../../../shared/parse-time.ts';
import type { NodeConditionFacts } from '../../../shared/row-facts.ts';
import { arrayOf, type JsonObject, objectOf, textOf } from '../../kube/json-fields.ts';
import type { Members } from '../../kube/json-members.ts';
import type { KubeObject, NamedProjection } from '../../kube/projection.ts';
import { createdAtOf, rowOfObject } from '../../kube/row-of-object.ts';

/** A condition of any object. */
export type ConditionFacts = NodeConditionFacts;

/** Texts of a cluster that are kept with a row: one line of a list; the object has them whole. In characters. */
const longestText = 300;

/** A projection for rows without cells, which carry `facts` for rules. `name` tells it from others of the same kind; `reads` as in Projection. */
export function factsProjection(name: string, reads: Members, factsOf: (object: KubeObject) => object): NamedProjection {
  return {
    name: `overview-${name}`,
    columns: [],
    reads,
    project: (object) => {
      const fields: KubeObject = objectOf(object);
      return { ...rowOfObject(fields, createdAtOf(fields), 'unknown', []), facts: factsOf(fields) };
    },
  };
}

/** What is read of conditions, for the `reads` of a projection. */
export const conditionFactsMembers = {
  type: true,
  status: true,
  reason: true,
  message: true,
  lastTransitionTime: true,
} satisfies Members;

/** The conditions of these types in `status.conditions`. */
export function conditionFacts(status: JsonObject, types: readonly string[]): readonly ConditionFacts[] {
  const found: ConditionFacts[] = [];
  for (const item of arrayOf(status.conditions)) {
    const fields = objectOf(item);
    const type = textOf(fields.type);
    if (!types.includes(type)) continue;
    found.push({
      type,
      status: textOf(fields.status),
      reason: textOf(fields.reason),
      message: shortText(fields.message),
      since: parseTime(fields.lastTransitionTime),
    });
  }
  return found;
}

/** A text of the cluster, cut to what a line of a list can hold. */
export function shortText(value: unknown): string {
  const text = textOf(value).trim();
  return text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text;
}
