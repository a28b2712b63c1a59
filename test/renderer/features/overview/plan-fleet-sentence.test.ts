import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planFleetSentence } from '../../../../renderer/features/overview/plan-fleet-sentence.ts';
import { clusterNamed, ignoresNothing, overviewWith, problemOf, unreachable } from './overview-fixture.ts';

const fine = (name: string) => clusterNamed(name, overviewWith());
const gone = (name: string) => clusterNamed(name, overviewWith(), unreachable);
const broken = (name: string, ...problems: ReturnType<typeof problemOf>[]) => clusterNamed(name, overviewWith(problems));
const keys = (...clusters: Parameters<typeof planFleetSentence>[0]) =>
  planFleetSentence(clusters, ignoresNothing).map(({ key, names }) => [key, ...names]);

describe('planFleetSentence', () => {
  it('says who is out of reach, who is broken by what, and who is fine', () => {
    const clusters = [broken('ovh', problemOf('payments'), problemOf('node', { cause: 'node-not-ready' })), gone('eks'), fine('kapsule')];
    const sentences = planFleetSentence(clusters, ignoresNothing);
    expect(sentences.map(({ key, names }) => [key, ...names])).toEqual([
      ['unreachable', 'eks'],
      ['broken', 'ovh'],
      ['fine', 'kapsule'],
    ]);
    expect(sentences[1]?.what.map(({ object }) => object.name)).toEqual(['payments', 'node']);
    expect(sentences[2]?.quiet).toBe(true);
  });

  it('says it once when all are fine, and of one cluster by its name', () => {
    expect(keys(fine('a'), fine('b'), fine('c'))).toEqual([['allFine']]);
    expect(keys(fine('a'))).toEqual([['fine', 'a']]);
  });

  it('names two broken clusters and then goes on in short', () => {
    const clusters = ['a', 'b', 'c'].map((name) => broken(name, problemOf('x')));
    expect(keys(...clusters)).toEqual([
      ['broken', 'a'],
      ['broken', 'b'],
      ['alsoBroken', 'c'],
    ]);
  });

  it('counts where names would be too many', () => {
    const clusters = ['a', 'b', 'c', 'd', 'e'].map(gone);
    expect(planFleetSentence(clusters, ignoresNothing)).toMatchObject([{ key: 'unreachableMany', count: 5, names: [] }]);
  });

  it('says nothing of clusters that nobody connected', () => {
    expect(keys(clusterNamed('off', null, null))).toEqual([]);
    expect(keys(clusterNamed('off', null, null), fine('a'))).toEqual([['fine', 'a']]);
  });

  it('speaks of every connected cluster exactly once', () => {
    const any = fc.constantFrom('fine', 'gone', 'broken', 'attention', 'reading');
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 30 }), (kinds) => {
        const clusters = kinds.map((kind, index) => {
          const name = `c${index}`;
          if (kind === 'fine') return fine(name);
          if (kind === 'gone') return gone(name);
          if (kind === 'reading') return clusterNamed(name, null);
          return broken(name, problemOf('x', { severity: kind === 'broken' ? 'broken' : 'attention' }));
        });
        const told = planFleetSentence(clusters, ignoresNothing).reduce(
          (sum, { key, names, count }) => sum + (key === 'allFine' || names.length === 0 ? count : names.length),
          0,
        );
        expect(told).toBe(clusters.length);
      }),
    );
  });
});
