import { arrayOf, objectOf, textOf } from './json-fields.ts';
import type { Members } from './json-members.ts';
import type { KubeObject } from './projection.ts';

/** What `controllerOf` reads, for the `reads` of a projection. */
export const controllerMembers = { ownerReferences: { kind: true, name: true, controller: true } } satisfies Members;

/** The owner that manages an object (metav1.GetControllerOf) as `[kind, name]`; null when there is none. */
export function controllerOf(object: KubeObject): readonly [kind: string, name: string] | null {
  for (const reference of arrayOf(objectOf(object.metadata).ownerReferences)) {
    const { controller, kind, name } = objectOf(reference);
    if (controller === true) return [textOf(kind), textOf(name)];
  }
  return null;
}
