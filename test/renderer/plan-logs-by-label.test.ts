import { describe, expect, it } from 'vitest';
import { readLabelForm, suggestSelector } from '../../renderer/app/plan-logs-by-label.ts';
import { asContextId } from '../../shared/context-id.ts';

const a = asContextId('/k#a');

describe('the form of logs by label', () => {
  it('reads namespaces as people type them', () => {
    const form = readLabelForm('app=web', [a], ' shop, pay  shop');
    expect(form.ok && form.page.selections[0]?.target).toEqual({ type: 'labels', selector: 'app=web', namespaces: ['shop', 'pay'] });
    const all = readLabelForm('app=web', [a], '  ');
    expect(all.ok && all.page.selections[0]?.target).toMatchObject({ namespaces: null });
  });

  it.each([
    ['', [a], '', { ok: false, wrong: 'selector' }],
    ['app=', [a], '', { ok: true }],
    ['app=a b', [a], '', { ok: false, wrong: 'selector' }],
    ['app=web', [], '', { ok: false, wrong: 'contexts' }],
    ['app=web', [a], 'shop, No', { ok: false, wrong: 'namespaces', name: 'No' }],
  ])('says which field has to change: %j %j %j', (selector, contexts, namespaces, expected) => {
    expect(readLabelForm(selector, contexts, namespaces)).toMatchObject(expected);
  });

  it('begins with the label that tells most of the object that the user is at', () => {
    expect(suggestSelector({ app: 'web', 'app.kubernetes.io/name': 'shop' })).toBe('app.kubernetes.io/name=shop');
    expect(suggestSelector({ tier: 'x', app: 'web' })).toBe('app=web');
    expect(suggestSelector({ tier: 'x' })).toBe('');
    expect(suggestSelector(undefined)).toBe('');
  });
});
