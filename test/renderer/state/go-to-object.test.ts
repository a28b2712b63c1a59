import { describe, expect, it } from 'vitest';
import { addressInScope, nodePage, podPage } from '../../../renderer/state/go-to-object.ts';
import { parseScope } from '../../../renderer/state/scope.ts';
import { parseSelectedObject } from '../../../renderer/state/selected-object.ts';
import { asContextId } from '../../../shared/context-id.ts';

const a = asContextId('/k#a');
const b = asContextId('/k#b');
const pod = podPage(b, 'shop', 'web-0');
const queryOf = (address: string) => address.slice(address.indexOf('?'));

describe('addressInScope', () => {
  it('opens the drawer on the object, beside the table of its kind', () => {
    const address = addressInScope('', pod, [a, b]);
    expect(address.startsWith('/r/pods?')).toBe(true);
    expect(parseSelectedObject(queryOf(address))).toEqual({ contextId: b, namespace: 'shop', name: 'web-0' });
    expect(addressInScope('', nodePage(b, 'node-1'), [a, b]).startsWith('/r/nodes?')).toBe(true);
  });

  it('leaves a scope that shows the object as it is, without the filter of another table', () => {
    const address = addressInScope(`?c=${encodeURIComponent(b)}&ns=shop&f=status:!Running`, pod, []);
    expect(parseScope(queryOf(address))).toEqual({ contextIds: [b], namespaces: ['shop'] });
    expect(address).not.toContain('f=');
  });

  it('adds the context of the object, and loses none', () => {
    expect(parseScope(queryOf(addressInScope(`?c=${encodeURIComponent(a)}`, pod, []))).contextIds).toEqual([a, b]);
    expect(parseScope(queryOf(addressInScope('', pod, [a]))).contextIds).toEqual([a, b]);
  });

  it('shows all namespaces when that of the object is not chosen', () => {
    expect(parseScope(queryOf(addressInScope('?ns=pay', pod, [b]))).namespaces).toBe(null);
    expect(parseScope(queryOf(addressInScope('?ns=pay', nodePage(b, 'n'), [b]))).namespaces).toEqual(['pay']);
  });
});
