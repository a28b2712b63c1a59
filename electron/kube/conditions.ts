import { arrayOf, type JsonObject, objectOf, textOf } from './json-fields.ts';
import type { Members } from './json-members.ts';

/** What is read of a condition: for the `reads` of a projection. */
export const conditionMembers: Members = { type: true, status: true, reason: true };

/** The first condition of a type in `status.conditions`; null when the object has none of it. */
export function findCondition(status: JsonObject, type: string): JsonObject | null {
  for (const condition of arrayOf(status.conditions)) {
    const fields = objectOf(condition);
    if (fields.type === type) return fields;
  }
  return null;
}

/** `True`, `False`, `Unknown`, or empty when there is no condition of this type. */
export function conditionStatus(status: JsonObject, type: string): string {
  const condition = findCondition(status, type);
  return condition === null ? '' : textOf(condition.status);
}
