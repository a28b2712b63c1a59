import type { AccessSubject } from '../../../shared/access.ts';
import type { GridRow } from './plan-grid.ts';

/** The words after `kubectl` (and its context) that ask what a cell asks (k8s.io/kubectl pkg/cmd/auth/cani.go). */
export function canIWords(subject: AccessSubject, row: GridRow, verb: string, namespace: string, name: string): readonly string[] {
  const resource = row.group === '' ? row.resource : `${row.resource}.${row.group}`;
  return [
    'auth',
    'can-i',
    verb,
    name === '' ? resource : `${resource}/${name}`,
    ...(row.subresource === '' ? [] : [`--subresource=${row.subresource}`]),
    ...(row.namespaced ? (namespace === '' ? ['--all-namespaces'] : ['--namespace', namespace]) : []),
    ...asWords(subject),
  ];
}

function asWords(subject: AccessSubject): readonly string[] {
  if (subject.type === 'me') return [];
  if (subject.type === 'service-account') return ['--as', `system:serviceaccount:${subject.namespace}:${subject.name}`];
  const { user, groups, uid, extra } = subject;
  return [
    ...(user === '' ? [] : ['--as', user]),
    ...groups.flatMap((group) => ['--as-group', group]),
    ...(uid === '' ? [] : ['--as-uid', uid]),
    ...Object.entries(extra).flatMap(([key, values]) => values.flatMap((value) => ['--as-user-extra', `${key}=${value}`])),
  ];
}
