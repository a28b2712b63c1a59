import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeKinds, ownKinds, pluralLabel } from '../../renderer/app/kinds.ts';
import { matchWords } from '../../renderer/app/match-words.ts';
import { findBest, parsePaletteQuery } from '../../renderer/app/palette-item.ts';
import { asContextId } from '../../shared/context-id.ts';

const candidate = (label: string, aliases: string[] = []) => ({ id: label, icon: null, label, detail: '', aliases, run: () => undefined });

describe('matchWords', () => {
  it('marks words where they stand, in any order', () => {
    expect(matchWords('pay gat', 'payments-gateway')?.ranges).toEqual([
      [0, 3],
      [9, 12],
    ]);
    expect(matchWords('gat pay', 'payments-gateway')?.ranges).toEqual([
      [0, 3],
      [9, 12],
    ]);
    expect(matchWords('pay xyz', 'payments-gateway')).toBeNull();
  });

  it('likes the start of a word more than its middle, and a run of letters more than scattered ones', () => {
    const score = (query: string, text: string) => matchWords(query, text)?.score ?? -1;
    expect(score('api', 'api-server')).toBeGreaterThan(score('api', 'catalog-api'));
    expect(score('api', 'catalog-api')).toBeGreaterThan(score('api', 'capital'));
    expect(score('api', 'capital')).toBeGreaterThan(score('api', 'a-p-i'));
  });

  it('marks exactly letters of the query, inside the text', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-c]{0,4}$/), fc.stringMatching(/^[a-c-]{0,12}$/), (query, text) => {
        const match = matchWords(query, text);
        if (match === null) return;
        let last = -1;
        for (const [start, end] of match.ranges) {
          expect(start).toBeGreaterThan(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          last = end;
        }
        if (query !== '') expect(match.ranges.map(([start, end]) => text.slice(start, end)).join('')).toBe(query);
      }),
    );
  });
});

describe('findBest', () => {
  it('lets a short name win', () => {
    const { items } = findBest('po', [candidate('PodDisruptionBudgets', ['pdb']), candidate('Pods', ['po'])], 5);
    expect(items[0]?.label).toBe('Pods');
    expect(findBest('pdb', [candidate('Pods', ['po']), candidate('PodDisruptionBudgets', ['pdb'])], 5).items[0]?.label).toBe(
      'PodDisruptionBudgets',
    );
  });

  it('counts what it does not show', () => {
    const many = Array.from({ length: 20 }, (_, index) => candidate(`pod-${index}`));
    expect(findBest('pod', many, 5)).toMatchObject({ total: 20, items: { length: 5 } });
  });

  it('reads the mode from the first character', () => {
    expect(parsePaletteQuery(' :deploy ')).toEqual({ mode: 'kinds', words: 'deploy' });
    expect(parsePaletteQuery('@ ovh')).toEqual({ mode: 'contexts', words: 'ovh' });
    expect(parsePaletteQuery('a > b')).toEqual({ mode: 'all', words: 'a > b' });
  });
});

describe('kinds', () => {
  it('writes plurals in the capitals of the kind', () => {
    const pairs = [
      ['NetworkPolicy', 'networkpolicies', 'NetworkPolicies'],
      ['Ingress', 'ingresses', 'Ingresses'],
      ['Endpoints', 'endpoints', 'Endpoints'],
      ['CustomResourceDefinition', 'customresourcedefinitions', 'CustomResourceDefinitions'],
      ['Mouse', 'rats', 'Mouse'],
    ] as const;
    for (const [kind, plural, label] of pairs) expect(pluralLabel(kind, plural)).toBe(label);
  });

  it('asks for the version that most contexts offer, and only for what can be listed', () => {
    const widget = (version: string, verbs = ['list']) => ({
      group: 'example.com',
      version,
      resource: 'widgets',
      kind: 'Widget',
      singular: 'widget',
      shortNames: [],
      categories: [],
      namespaced: true,
      verbs,
    });
    const found = mergeKinds([
      { contextId: asContextId('a'), discovery: { resources: [widget('v1beta1')], failedGroups: [] } },
      { contextId: asContextId('b'), discovery: { resources: [widget('v1')], failedGroups: [] } },
      {
        contextId: asContextId('c'),
        discovery: { resources: [widget('v1'), { ...widget('v1', ['create']), resource: 'reviews' }], failedGroups: [] },
      },
    ]);
    expect(found.slice(ownKinds.length)).toMatchObject([
      { key: 'widgets.example.com', resource: { version: 'v1' }, contexts: ['a', 'b', 'c'] },
    ]);
  });
});
