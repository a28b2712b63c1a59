import type { AccessSubject } from '../../../shared/access.ts';

/** What the URL says of the matrix beside the scope: whose rights, and of which object. */
export interface AccessQuery {
  readonly subject: AccessSubject;
  /** Empty = whatever its name. */
  readonly name: string;
}

/** Reads `as=user&g=group&g=…&uid=…&x=key=value` or `sa=namespace/name`, and `name=…`; nothing of it means me. */
export function parseAccessQuery(search: string): AccessQuery {
  const params = new URLSearchParams(search);
  const name = params.get('name') ?? '';
  const [namespace = '', ...rest] = (params.get('sa') ?? '').split('/');
  const account = rest.join('/');
  if (namespace !== '' && account !== '') return { subject: { type: 'service-account', namespace, name: account }, name };
  const user = params.get('as') ?? '';
  const groups = params.getAll('g').filter((group) => group !== '');
  if (user === '' && groups.length === 0) return { subject: { type: 'me' }, name };
  const extra: Record<string, string[]> = {};
  for (const pair of params.getAll('x')) {
    const at = pair.indexOf('=');
    if (at > 0) extra[pair.slice(0, at)] = [...(extra[pair.slice(0, at)] ?? []), pair.slice(at + 1)];
  }
  return { subject: { type: 'user', user, groups, uid: params.get('uid') ?? '', extra }, name };
}

/** The same query string with another subject or name; everything else in it is kept. */
export function withAccessQuery(search: string, { subject, name }: AccessQuery): string {
  const params = new URLSearchParams(search);
  for (const key of ['as', 'g', 'uid', 'x', 'sa', 'name']) params.delete(key);
  if (subject.type === 'service-account') params.set('sa', `${subject.namespace}/${subject.name}`);
  if (subject.type === 'user') {
    if (subject.user !== '') params.set('as', subject.user);
    for (const group of subject.groups) params.append('g', group);
    if (subject.uid !== '') params.set('uid', subject.uid);
    for (const [key, values] of Object.entries(subject.extra)) for (const value of values) params.append('x', `${key}=${value}`);
  }
  if (name !== '') params.set('name', name);
  return params.toString();
}
