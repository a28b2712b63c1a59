import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClusterState } from '../../../electron/demo/cluster-state.ts';
import { pod } from './test-objects.ts';

const names = ['a', 'b', 'c', 'd'];
const steps = fc.array(fc.tuple(fc.constantFrom('put', 'delete'), fc.constantFrom(...names)), { maxLength: 60 });

function apply(state: ClusterState, [what, name]: readonly [string, string]): void {
  if (what === 'delete') state.delete('pods', 'shop', name);
  else if (!state.update('pods', 'shop', name, (copy) => Object.assign(copy.metadata, { labels: { at: String(state.resourceVersion) } })))
    state.create('pods', pod('shop', name));
}

describe('ClusterState', () => {
  it('gives back every moment its history still holds, and refuses the others', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 20 }), (list, historyLength) => {
        const state = new ClusterState({ historyLength });
        state.snapshot('pods');
        const moments = new Map<number, string>();
        const remember = (): unknown => moments.set(state.resourceVersion, JSON.stringify(state.list('pods')));
        remember();
        for (const step of list) {
          apply(state, step);
          remember();
        }
        const versions = [...moments.keys()];
        for (const [index, version] of versions.entries()) {
          const found = state.snapshotAt('pods', version);
          const held = versions.length - 1 - index <= historyLength;
          expect(found === null ? null : JSON.stringify(found.items.map((stored) => stored.object))).toBe(
            held ? moments.get(version) : null,
          );
        }
      }),
    );
  });

  it('tells a listener exactly what a later reader of the history sees', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const state = new ClusterState();
        const heard: unknown[] = [];
        const from = state.resourceVersion;
        state.onChange('pods', ({ type, resourceVersion }) => heard.push([type, resourceVersion]));
        for (const step of list) apply(state, step);
        expect(state.changesAfter('pods', from)?.map(({ type, resourceVersion }) => [type, resourceVersion])).toEqual(heard);
      }),
    );
  });
});
