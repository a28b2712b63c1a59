import type { PodFacts, Resources } from '../../shared/row-facts.ts';
import { arrayOf, type JsonObject, objectOf, textOf } from './json-fields.ts';
import type { Members } from './json-members.ts';
import { quantityMilli, quantityValue } from './quantity.ts';

/*
 * CPU and memory that a pod asks for and is bounded by: PodRequests and PodLimits of k8s.io/component-helpers, resource/helpers.go, with
 * pod-level resources (KEP-2837) and sidecars (KEP-753). Made for every pod of a list, so it allocates little; features/nodes/room reckons with
 * every resource there is.
 */

/** What is read of a spec for it; names of init containers and their restart policy are read by pod-status anyway. */
export const resourceMembers = { resources: { requests: true, limits: true } } satisfies Members;

/** What the scheduler reserves; 0 = nothing is asked. */
export function podRequests(spec: JsonObject): Resources {
  return {
    cpu: most(spec, 'requests', 'cpu', quantityMilli) ?? 0,
    memory: most(spec, 'requests', 'memory', quantityValue) ?? 0,
  };
}

/** What bounds it; null where a container that keeps running has no limit. */
export function podLimits(spec: JsonObject): PodFacts['limits'] {
  return { cpu: most(spec, 'limits', 'cpu', quantityMilli), memory: most(spec, 'limits', 'memory', quantityValue) };
}

type Read = (text: string) => number | null;
type Kind = 'requests' | 'limits';

/** The larger of what runs together and what any init container needs while it runs, or what the pod as a whole says; plus overhead. Null: a limit that one of them lacks. */
function most(spec: JsonObject, kind: Kind, name: 'cpu' | 'memory', read: Read): number | null {
  const overhead = amount(objectOf(spec.overhead)[name], read) ?? 0;
  const whole = amount(objectOf(objectOf(spec.resources)[kind])[name], read);
  if (whole !== null) return whole + overhead;
  let together: number | null = 0;
  for (const container of arrayOf(spec.containers)) together = plus(together, own(container, kind, name, read));
  let sidecars: number | null = 0;
  let initial: number | null = 0;
  for (const item of arrayOf(spec.initContainers)) {
    const value = own(item, kind, name, read);
    if (objectOf(item).restartPolicy === 'Always') {
      together = plus(together, value);
      sidecars = plus(sidecars, value);
      initial = larger(initial, sidecars);
    } else initial = larger(initial, plus(sidecars, value));
  }
  // An init container without a limit bounds nothing, but it is over when the others run: what runs together counts.
  if (kind === 'limits') return together === null ? null : Math.max(together, initial ?? 0) + overhead;
  return (larger(together, initial) ?? 0) + overhead;
}

/** Of one container: requests default to 0, a limit may be absent. */
function own(container: unknown, kind: Kind, name: string, read: Read): number | null {
  const value = amount(objectOf(objectOf(objectOf(container).resources)[kind])[name], read);
  return value ?? (kind === 'requests' ? 0 : null);
}

/** Null when it is absent or no quantity. */
function amount(quantity: unknown, read: Read): number | null {
  if (quantity === undefined) return null;
  return read(typeof quantity === 'number' ? String(quantity) : textOf(quantity));
}

function plus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

function larger(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.max(a, b);
}
