import type { AccessSubject } from '../../../shared/access.ts';

/** What was typed about a subject; groups and extra are lists with commas. */
export interface SubjectDraft {
  readonly namespace: string;
  readonly name: string;
  readonly groups: string;
  readonly uid: string;
  readonly extra: string;
}

/** The subject that was typed, or the field that has to be mended and why. */
export type DraftedSubject =
  | { readonly ok: true; readonly subject: AccessSubject }
  | { readonly ok: false; readonly field: keyof SubjectDraft; readonly problem: 'nobody' | 'namespace' | 'account' | 'extra' | 'uid' };

/** RFC 1123 label and subdomain, as names of namespaces and ServiceAccounts are. */
const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

/** Reads a draft. A group without a user is a member of it and nobody in particular; uid and extra need a user, because the server acts as a user only. */
export function subjectOf(type: 'user' | 'service-account', draft: SubjectDraft): DraftedSubject {
  const name = draft.name.trim();
  if (type === 'service-account') {
    const namespace = draft.namespace.trim();
    if (!label.test(namespace)) return { ok: false, field: 'namespace', problem: 'namespace' };
    if (!subdomain.test(name)) return { ok: false, field: 'name', problem: 'account' };
    return { ok: true, subject: { type, namespace, name } };
  }
  const groups = words(draft.groups);
  if (name === '' && groups.length === 0) return { ok: false, field: 'name', problem: 'nobody' };
  const uid = draft.uid.trim();
  if (name === '' && uid !== '') return { ok: false, field: 'uid', problem: 'uid' };
  const extra: Record<string, string[]> = {};
  for (const pair of words(draft.extra)) {
    const at = pair.indexOf('=');
    if (at < 1 || name === '') return { ok: false, field: 'extra', problem: 'extra' };
    extra[pair.slice(0, at)] = [...(extra[pair.slice(0, at)] ?? []), pair.slice(at + 1)];
  }
  return { ok: true, subject: { type, user: name, groups, uid, extra } };
}

function words(text: string): string[] {
  return [...new Set(text.split(',').map((word) => word.trim()))].filter((word) => word !== '');
}
