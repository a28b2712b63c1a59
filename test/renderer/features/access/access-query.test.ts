import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAccessQuery, withAccessQuery } from '../../../../renderer/features/access/access-query.ts';
import { canIWords } from '../../../../renderer/features/access/can-i-words.ts';
import { subjectOf } from '../../../../renderer/features/access/draft-subject.ts';
import { accessSubjectSchema } from '../../../../shared/access.ts';

const text = fc.string({ minLength: 1, maxLength: 20 });
const subjects = fc.oneof(
  fc.constant({ type: 'me' as const }),
  fc.record({
    type: fc.constant('service-account' as const),
    namespace: fc.constantFrom('a', 'kube-system'),
    name: fc.constantFrom('robot', 'x.y'),
  }),
  fc.record({
    type: fc.constant('user' as const),
    user: text,
    groups: fc.uniqueArray(text, { maxLength: 3 }),
    uid: fc.constantFrom('', '7'),
    extra: fc.dictionary(fc.constantFrom('scopes', 'tenant'), fc.array(text, { minLength: 1, maxLength: 2 })),
  }),
);

describe('the subject of a matrix', () => {
  it('comes back from the URL as it went in, with everything else that was there', () => {
    fc.assert(
      fc.property(subjects, fc.constantFrom('', 'the-one'), (subject, name) => {
        const search = withAccessQuery('c=one&ns=shop&as=old&g=old', { subject, name });
        const back = parseAccessQuery(search);
        expect(back.name).toBe(name);
        expect(accessSubjectSchema.parse(back.subject)).toEqual(accessSubjectSchema.parse(subject));
        expect(new URLSearchParams(search).get('ns')).toBe('shop');
      }),
    );
  });

  it('is me when the URL says nothing, or half of a ServiceAccount', () => {
    expect(parseAccessQuery('?c=x').subject).toEqual({ type: 'me' });
    expect(parseAccessQuery('?sa=only-namespace').subject).toEqual({ type: 'me' });
  });

  it('is not taken from a draft that nobody can be asked about; the field to mend is named', () => {
    const draft = { namespace: '', name: '', groups: '', uid: '', extra: '' };
    expect(subjectOf('user', draft)).toMatchObject({ ok: false, field: 'name' });
    expect(subjectOf('user', { ...draft, groups: 'dev, dev ,' })).toEqual({
      ok: true,
      subject: { type: 'user', user: '', groups: ['dev'], uid: '', extra: {} },
    });
    expect(subjectOf('user', { ...draft, name: 'jane', extra: 'nothing' })).toMatchObject({ ok: false, field: 'extra' });
    expect(subjectOf('service-account', { ...draft, namespace: 'Shop', name: 'a' })).toMatchObject({ ok: false, field: 'namespace' });
  });
});

describe('the equal command', () => {
  const row = { key: '', group: 'apps', resource: 'deployments', subresource: 'scale', namespaced: true };

  it('names subresource and namespace, and whom it asks for', () => {
    const subject = { type: 'user' as const, user: 'jane', groups: ['dev'], uid: '', extra: { scopes: ['view'] } };
    expect(canIWords(subject, row, 'patch', 'shop', '').join(' ')).toBe(
      'auth can-i patch deployments.apps --subresource=scale --namespace shop --as jane --as-group dev --as-user-extra scopes=view',
    );
  });

  it('asks about every namespace where that was asked, and about none where there is none', () => {
    expect(canIWords({ type: 'me' }, row, 'get', '', 'one')).toContain('--all-namespaces');
    expect(canIWords({ type: 'me' }, { ...row, namespaced: false }, 'get', 'shop', '')).not.toContain('--namespace');
  });
});
