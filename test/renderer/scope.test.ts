import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScope, withScope } from '../../renderer/state/scope.ts';
import { parseSelectedObject, withSelectedObject } from '../../renderer/state/selected-object.ts';
import { asContextId } from '../../shared/context-id.ts';

describe('scope in the URL', () => {
  it('says nothing when the URL says nothing', () => {
    expect(parseScope('')).toEqual({ contextIds: null, namespaces: null });
    expect(parseScope('?q=web&c=&ns=')).toEqual({ contextIds: null, namespaces: null });
  });

  it('keeps order and drops doubles', () => {
    expect(parseScope('?c=b&c=a&c=b&ns=x&ns=x')).toEqual({ contextIds: ['b', 'a'], namespaces: ['x'] });
  });

  it('carries any context id and leaves other parameters alone', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 5 }),
        fc.uniqueArray(fc.stringMatching(/^[a-z0-9]+$/)),
        (ids, names) => {
          const search = withScope('?q=status%3A!Running&c=old', { contextIds: ids.map(asContextId), namespaces: names });
          expect(parseScope(search)).toEqual({ contextIds: ids.length > 0 ? ids : null, namespaces: names.length > 0 ? names : null });
          expect(new URLSearchParams(search).get('q')).toBe('status:!Running');
        },
      ),
    );
  });

  it('closes the drawer when the contexts change, not when the namespaces do', () => {
    expect(withScope('?o=a%7Cb%7Cc', { namespaces: ['x'] })).toContain('o=');
    expect(withScope('?o=a%7Cb%7Cc', { contextIds: null })).toBe('');
  });
});

describe('selected object in the URL', () => {
  it('survives a context id with separators in it', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.stringMatching(/^[a-z0-9-]*$/),
        fc.stringMatching(/^[a-z0-9:.-]+$/),
        (id, namespace, name) => {
          const contextId = asContextId(id);
          expect(parseSelectedObject(withSelectedObject('?c=x', { contextId, namespace, name }))).toEqual({ contextId, namespace, name });
        },
      ),
    );
  });

  it('is nothing when the text is not one', () => {
    for (const search of ['', '?o=', '?o=a', '?o=a|b', '?o=a|b|', '?o=|b|c']) expect(parseSelectedObject(search)).toBeNull();
  });
});
