import type { AccessRoles } from '../../../../shared/access.ts';
import type { PolicyRule, RbacObjects, RbacSubject } from './rbac-objects.ts';

/** Roles and bindings as lines that can be held against those of another cluster: the order in which a rule or its words were written makes no difference. */
export function compactRoles({ roles, bindings }: RbacObjects): AccessRoles {
  return {
    objects: [
      ...roles.map(({ namespace, name, rules }) => ({
        kind: namespace === '' ? ('ClusterRole' as const) : ('Role' as const),
        namespace,
        name,
        lines: lines(rules.map(ruleText)),
      })),
      ...bindings.map(({ namespace, name, subjects, roleRef }) => ({
        kind: namespace === '' ? ('ClusterRoleBinding' as const) : ('RoleBinding' as const),
        namespace,
        name,
        lines: [`${roleRef.kind} ${roleRef.name}`, ...lines(subjects.map(subjectText))],
      })),
    ],
  };
}

/** `get, list pods, deployments.apps`; names of objects in brackets, as they narrow what was said before. */
function ruleText({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule): string {
  const named = apiGroups.flatMap((group) => resources.map((resource) => (group === '' ? resource : `${resource}.${group}`)));
  const names = resourceNames.length === 0 ? '' : ` [${lines(resourceNames).join(', ')}]`;
  return `${lines(verbs).join(', ')} ${lines([...named, ...nonResourceURLs]).join(', ')}${names}`;
}

function subjectText({ kind, namespace, name }: RbacSubject): string {
  return `${kind} ${kind === 'ServiceAccount' ? `${namespace}/${name}` : name}`;
}

function lines(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
