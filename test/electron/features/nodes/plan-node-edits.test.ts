import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NodeEdit } from '../../../../electron/features/nodes/node-edit.ts';
import { type NodeFacts, nodeFactsOf } from '../../../../electron/features/nodes/node-facts.ts';
import { planCordon } from '../../../../electron/features/nodes/plan-cordon.ts';
import { planLabels } from '../../../../electron/features/nodes/plan-labels.ts';
import { changeTaints, planTaints, taintOf } from '../../../../electron/features/nodes/plan-taints.ts';
import { planUndo } from '../../../../electron/features/nodes/plan-undo.ts';
import { type LabelChange, labelChangesFault, type TaintChange, taintChangesFault, taintEffects } from '../../../../shared/node-edits.ts';

/* What is written to a node, decided from what it is. */

const node: NodeFacts = { name: 'a', uid: 'u', resourceVersion: '7', unschedulable: false, taints: [], labels: { disk: 'hdd' } };

const writeOf = (edit: NodeEdit) => {
  if (edit.type !== 'write') throw new Error(JSON.stringify(edit));
  return edit.write;
};
const refusalOf = (edit: NodeEdit) => (edit.type === 'refused' ? edit.error.message : edit.type);

/** The node after a merge patch (RFC 7386) of what we patch. */
function patched(facts: NodeFacts, edit: NodeEdit): NodeFacts {
  if (edit.type !== 'write') return facts;
  const { metadata, spec } = edit.write.body as { metadata?: { labels?: Record<string, string | null> }; spec?: Record<string, unknown> };
  const labels = Object.fromEntries(Object.entries({ ...facts.labels, ...metadata?.labels }).filter(([, value]) => value !== null));
  const taints = spec !== undefined && 'taints' in spec ? (spec.taints ?? []) : facts.taints;
  const unschedulable = spec !== undefined && 'unschedulable' in spec ? spec.unschedulable === true : facts.unschedulable;
  return { ...facts, labels, taints, unschedulable, resourceVersion: `${facts.resourceVersion}+` } as NodeFacts;
}

test('a cordon is one field, and none where it is so', () => {
  const { body, target, before, after } = writeOf(planCordon(node, true));
  expect([body, target.uid, before, after]).toEqual([
    { spec: { unschedulable: true } },
    'u',
    { spec: { unschedulable: false } },
    { spec: { unschedulable: true } },
  ]);
  expect(planCordon(node, false)).toEqual({ type: 'unchanged' });
});

test('a patch of labels has only those that change, and the version that it was made from', () => {
  const changes: LabelChange[] = [
    { type: 'set', key: 'disk', value: 'hdd' },
    { type: 'set', key: 'pool', value: 'db' },
    { type: 'remove', key: 'gone' },
  ];
  const { body, before, after } = writeOf(planLabels(node, changes, false));
  expect(body).toEqual({ metadata: { labels: { pool: 'db' }, resourceVersion: '7' } });
  expect([before, after]).toEqual([{ metadata: { labels: { pool: null } } }, { metadata: { labels: { pool: 'db' } } }]);
});

test('labels named like members of every object are labels', () => {
  const { body } = writeOf(planLabels(node, [{ type: 'set', key: 'constructor', value: 'x' }], false));
  expect(JSON.stringify(body)).toBe('{"metadata":{"labels":{"constructor":"x"},"resourceVersion":"7"}}');
});

test('several labels that have other values are refused together', () => {
  const changes: LabelChange[] = [{ type: 'set', key: 'disk', value: 'ssd' }];
  expect(refusalOf(planLabels(node, changes, false))).toBe("'disk' already has a value (hdd), and --overwrite is false");
  const two = { ...node, labels: { disk: 'hdd', pool: 'db' } };
  expect(refusalOf(planLabels(two, [...changes, { type: 'set', key: 'pool', value: 'web' }], false))).toBe(
    "'disk' already has a value (hdd), and --overwrite is false\n'pool' already has a value (db), and --overwrite is false",
  );
});

const added = { key: 'a', value: '1', effect: 'NoExecute', timeAdded: '2026-01-01T00:00:00Z' };

test('taints are one by key and effect; those that stay keep the time at which they were added', () => {
  const current = { ...node, taints: [added] };
  const { body } = writeOf(planTaints(current, [{ type: 'set', key: 'a', value: '', effect: 'NoSchedule' }], false));
  expect(body).toEqual({ spec: { taints: [{ key: 'a', effect: 'NoSchedule' }, added] }, metadata: { resourceVersion: '7' } });
  expect(planTaints(current, [{ type: 'set', key: 'a', value: '1', effect: 'NoExecute' }], false)).toEqual({ type: 'unchanged' });
});

test('the last taint that goes leaves no list, and one that is not there is named', () => {
  const current = { ...node, taints: [added] };
  expect(writeOf(planTaints(current, [{ type: 'remove', key: 'a', effect: '' }], false)).body).toMatchObject({ spec: { taints: null } });
  const gone: TaintChange[] = [
    { type: 'remove', key: 'b', effect: 'NoSchedule' },
    { type: 'remove', key: 'c', effect: '' },
  ];
  expect(refusalOf(planTaints(current, gone, false))).toBe('taint "b:NoSchedule" not found\ntaint "c" not found');
});

test('an answer that is no node reads as nothing, and never throws', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      expect(nodeFactsOf(json).name).toBeTypeOf('string');
    }),
  );
});

const key = fc.constantFrom('a', 'b', 'c');
const value = fc.constantFrom('', 'x', 'y');
const effect = fc.constantFrom(...taintEffects);
const taintChanges: fc.Arbitrary<TaintChange[]> = fc
  .array(
    fc.oneof(
      fc.record({ type: fc.constant('set' as const), key, value, effect }),
      fc.record({ type: fc.constant('remove' as const), key, effect: fc.oneof(effect, fc.constant('' as const)) }),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .filter((changes) => taintChangesFault(changes) === null);
const labelChanges: fc.Arbitrary<LabelChange[]> = fc
  .array(fc.oneof(fc.record({ type: fc.constant('set' as const), key, value }), fc.record({ type: fc.constant('remove' as const), key })), {
    minLength: 1,
    maxLength: 3,
  })
  .filter((changes) => labelChangesFault(changes) === null);
const anyNode: fc.Arbitrary<NodeFacts> = fc
  .record({
    labels: fc.dictionary(key, value, { maxKeys: 3 }),
    unschedulable: fc.boolean(),
    taints: fc.uniqueArray(fc.record({ key, value, effect }), { selector: ({ key: k, effect: e }) => `${k}:${e}`, maxLength: 4 }),
  })
  .map((own) => ({ ...node, ...own }));
const plan: fc.Arbitrary<(facts: NodeFacts) => NodeEdit> = fc.oneof(
  fc.boolean().map((on) => (facts: NodeFacts) => planCordon(facts, on)),
  taintChanges.map((changes) => (facts: NodeFacts) => planTaints(facts, changes, true)),
  labelChanges.map((changes) => (facts: NodeFacts) => planLabels(facts, changes, true)),
);
/** What a node is, without what the order of its taints would tell. */
const stateOf = ({ labels, taints, unschedulable }: NodeFacts) => ({
  labels,
  unschedulable,
  taints: taints.map((each) => JSON.stringify(taintOf(each))).sort(),
});
const entryOf = (edit: NodeEdit) => ({ ...writeOf(edit), outcome: { type: 'done', changed: true, code: 200 } as const });

test('what was done once is not done again: the second time nothing changes', () => {
  fc.assert(
    fc.property(anyNode, plan, (facts, decide) => {
      const edit = decide(facts);
      if (edit.type === 'refused') return;
      const again = decide(patched(facts, edit));
      // A taint that is gone cannot be removed once more: kubectl says so as well.
      expect(again.type === 'refused' ? again.error.cause : again.type).toMatch(/^(unchanged|not-found)$/);
    }),
  );
});

test('taking back a write leaves the node as it was, and taking that back as the write left it', () => {
  let undone = 0;
  fc.assert(
    fc.property(anyNode, plan, (facts, decide) => {
      const edit = decide(facts);
      if (edit.type !== 'write') return;
      undone++;
      const written = patched(facts, edit);
      const undo = planUndo(written, entryOf(edit));
      const back = patched(written, undo);
      expect(stateOf(back)).toEqual(stateOf(facts));
      expect(stateOf(patched(back, planUndo(back, entryOf(undo))))).toEqual(stateOf(written));
      expect(planUndo(facts, entryOf(edit))).toEqual({ type: 'unchanged' });
      expect(planUndo({ ...written, uid: 'other' }, entryOf(edit))).toMatchObject({ type: 'refused', error: { cause: 'changed' } });
    }),
  );
  expect(undone).toBeGreaterThan(20);
});

test('taking back touches nothing that the write did not touch, whatever others did to it since', () => {
  fc.assert(
    fc.property(anyNode, taintChanges, fc.record({ key: fc.constant('theirs'), value, effect }), (facts, changes, theirs) => {
      const edit = planTaints(facts, changes, true);
      if (edit.type !== 'write') return;
      const written = patched(facts, edit);
      const since = { ...written, taints: [theirs, ...written.taints], labels: { ...written.labels, theirs: 'x' } };
      const back = patched(since, planUndo(since, entryOf(edit)));
      expect(stateOf(back)).toEqual(stateOf({ ...facts, taints: [theirs, ...facts.taints], labels: since.labels }));
    }),
  );
});

test('taking back is refused as soon as one of the fields is otherwise', () => {
  const edit = planTaints(node, [{ type: 'set', key: 'a', value: '1', effect: 'NoExecute' }], false);
  expect(refusalOf(planUndo({ ...node, taints: [{ key: 'a', value: '2', effect: 'NoExecute' }] }, entryOf(edit)))).toBe(
    'node a has the taint a=2:NoExecute now',
  );
  expect(refusalOf(planUndo({ ...node, labels: {} }, entryOf(planLabels(node, [{ type: 'set', key: 'disk', value: 'ssd' }], true))))).toBe(
    'node a has no label disk now',
  );
});

test('taints that are set win over those that are there, and nothing else changes', () => {
  fc.assert(
    fc.property(anyNode, taintChanges, ({ taints }, changes) => {
      const next = changeTaints(taints, changes);
      if (next.type === 'refused') return;
      const touched = (taint: Readonly<Record<string, unknown>>) =>
        changes.some((change) => change.key === taint.key && (change.effect === '' || change.effect === taint.effect));
      expect(next.taints.filter((taint) => !touched(taint))).toEqual(taints.filter((taint) => !touched(taint)));
      expect(next.taints.filter(touched).map(taintOf)).toEqual(
        changes.flatMap((change) => (change.type === 'set' ? [{ key: change.key, value: change.value, effect: change.effect }] : [])),
      );
    }),
  );
});
