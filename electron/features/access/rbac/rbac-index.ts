import type { PolicyRule, RbacBinding, RbacObjects, RbacRole } from './rbac-objects.ts';

/** RBAC objects of a cluster, found by name and namespace. A snapshot: nothing in it changes. */
export class RbacIndex {
  readonly #roles = new Map<string, RbacRole>();
  readonly #bindings = new Map<string, RbacBinding[]>();
  readonly #clusterRoles: RbacRole[] = [];

  /** All of them. */
  readonly bindings: readonly RbacBinding[];

  constructor({ roles, bindings }: RbacObjects) {
    this.bindings = bindings;
    for (const role of roles) {
      this.#roles.set(keyOf(role.namespace, role.name), role);
      if (role.namespace === '') this.#clusterRoles.push(role);
    }
    for (const binding of bindings) {
      const ofNamespace = this.#bindings.get(binding.namespace);
      if (ofNamespace === undefined) this.#bindings.set(binding.namespace, [binding]);
      else ofNamespace.push(binding);
    }
  }

  /** Bindings that count for a question in a namespace: those of the cluster first. With the empty namespace only those. */
  bindingsFor(namespace: string): readonly RbacBinding[] {
    const ofCluster = this.#bindings.get('') ?? [];
    return namespace === '' ? ofCluster : [...ofCluster, ...(this.#bindings.get(namespace) ?? [])];
  }

  /** The role that a binding names; null when there is none, which grants nothing (GetRoleReferenceRules). A cluster role binding cannot name a Role. */
  roleOf({ namespace, roleRef }: RbacBinding): RbacRole | null {
    if (roleRef.kind === 'ClusterRole') return this.#roles.get(keyOf('', roleRef.name)) ?? null;
    if (roleRef.kind === 'Role' && namespace !== '') return this.#roles.get(keyOf(namespace, roleRef.name)) ?? null;
    return null;
  }

  /** Names of the ClusterRoles from which the controller took a rule of an aggregated one (pkg/controller/clusterroleaggregation). */
  sourcesOf({ name, aggregates }: RbacRole, rule: PolicyRule): readonly string[] {
    if (aggregates === null) return [];
    const text = JSON.stringify(rule);
    return this.#clusterRoles
      .filter((role) => role.name !== name && aggregates(role.labels))
      .filter((role) => role.rules.some((one) => JSON.stringify(one) === text))
      .map((role) => role.name);
  }
}

function keyOf(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}
