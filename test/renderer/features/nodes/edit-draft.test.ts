import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  type AddedLine,
  type Edit,
  editsOf,
  groupEdits,
  heldId,
  heldKeys,
  type NodeValue,
  type NodeValues,
  replacedKeys,
} from '../../../../renderer/features/nodes/edit-draft.ts';
import { contextIdOf } from '../../../../shared/context-id.ts';

const prod = contextIdOf('/home/me/.kube/config', 'prod');
const dev = contextIdOf('/home/me/.kube/config', 'dev');
const gpu = { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' };
const db = { key: 'dedicated', value: 'db', effect: 'NoSchedule' };
const node = (name: string, values: readonly NodeValue[] | null, contextId = prod): NodeValues => ({ contextId, node: name, values });
const line = (fields: Partial<AddedLine>): AddedLine => ({ id: 0, key: '', value: '', effect: 'NoSchedule', ...fields });
const set = ({ key, value, effect }: NodeValue, onlyWhereHeld = false): Edit => ({ type: 'set', key, value, effect, onlyWhereHeld });
const remove = ({ key, effect }: NodeValue): Edit => ({ type: 'remove', key, effect });

describe('what chosen nodes have together', () => {
  it('is told by key and effect, each value with its number of nodes, the most frequent first', () => {
    const keys = heldKeys([node('a', [gpu]), node('b', [db]), node('c', [db, { ...db, effect: 'NoExecute' }]), node('d', null)]);
    expect(keys).toEqual([
      {
        key: 'dedicated',
        effect: 'NoSchedule',
        values: [
          { value: 'db', nodes: 2 },
          { value: 'gpu', nodes: 1 },
        ],
        nodes: 3,
      },
      { key: 'dedicated', effect: 'NoExecute', values: [{ value: 'db', nodes: 1 }], nodes: 1 },
    ]);
  });
});

describe('the changes of a draft', () => {
  const keys = heldKeys([node('a', [gpu])]);
  const change = (value: { remove: boolean; value: string | null }) => new Map([[heldId(gpu), value]]);

  it('are none while nothing is said, and while a value is typed back as it was', () => {
    expect(editsOf({ held: new Map(), added: [line({}), line({ value: 'x' })] }, keys)).toEqual([]);
    expect(editsOf({ held: change({ remove: false, value: ' gpu ' }), added: [] }, keys)).toEqual([]);
  });

  it('are a removal, another value, and what was added, without blanks around it', () => {
    expect(editsOf({ held: change({ remove: true, value: null }), added: [] }, keys)).toEqual([remove(gpu)]);
    expect(editsOf({ held: change({ remove: false, value: 'db' }), added: [] }, keys)).toEqual([set(db, true)]);
    expect(editsOf({ held: new Map(), added: [line({ key: ' a ', value: ' b ', effect: 'NoExecute' })] }, keys)).toEqual([
      { type: 'set', key: 'a', value: 'b', effect: 'NoExecute', onlyWhereHeld: false },
    ]);
  });

  it('set one of several values for all of them', () => {
    const mixed = heldKeys([node('a', [gpu]), node('b', [db])]);
    expect(editsOf({ held: change({ remove: false, value: 'db' }), added: [] }, mixed)).toEqual([set(db, true)]);
  });

  it('name the keys whose values added lines would replace', () => {
    const draft = {
      held: new Map(),
      added: [line({ key: 'dedicated', value: 'db' }), line({ key: 'dedicated', value: 'gpu' }), line({ key: 'x' })],
    };
    expect(replacedKeys(draft, keys, ({ effect }) => effect)).toEqual(['dedicated']);
    expect(replacedKeys(draft, keys, () => '')).toEqual([]);
  });
});

describe('what each node is told', () => {
  it('leaves out nodes that are so already, and does not tell a node to remove what it does not have', () => {
    const nodes = [node('a', [gpu]), node('b', []), node('c', [db]), node('d', [gpu], dev)];
    expect(groupEdits(nodes, [remove(gpu)])).toEqual([
      { contextId: prod, nodes: ['a', 'c'], edits: [remove(gpu)], overwrites: false },
      { contextId: dev, nodes: ['d'], edits: [remove(gpu)], overwrites: false },
    ]);
    expect(groupEdits(nodes, [set(gpu)])).toEqual([
      { contextId: prod, nodes: ['b'], edits: [set(gpu)], overwrites: false },
      { contextId: prod, nodes: ['c'], edits: [set(gpu)], overwrites: true },
    ]);
  });

  it('gives no node a key of which only the value was changed', () => {
    const nodes = [node('a', [gpu]), node('b', []), node('c', null)];
    expect(groupEdits(nodes, [set(db, true)])).toEqual([{ contextId: prod, nodes: ['a'], edits: [set(db, true)], overwrites: true }]);
  });

  it('is everything where nobody knows what a node has', () => {
    expect(groupEdits([node('a', null)], [set(gpu), remove(db)])).toEqual([
      { contextId: prod, nodes: ['a'], edits: [set(gpu), remove(db)], overwrites: false },
    ]);
  });
});

test('told nodes have what was asked for and the others have it already, each node in one group', () => {
  const value = fc.record({
    key: fc.constantFrom('a', 'b', 'c'),
    value: fc.constantFrom('', '1', '2'),
    effect: fc.constantFrom('NoSchedule', 'NoExecute'),
  });
  const values = fc.uniqueArray(value, { selector: heldId, maxLength: 4 });
  const edits = fc.uniqueArray(fc.tuple(value, fc.boolean()), { selector: ([each]) => heldId(each), maxLength: 4 });
  fc.assert(
    fc.property(fc.array(values, { maxLength: 5 }), edits, (all, asked) => {
      const wanted = asked.map(([each, removes]) => (removes ? remove(each) : set(each)));
      const nodes = all.map((own, index) => node(`n${index}`, own));
      const groups = groupEdits(nodes, wanted);
      const told = groups.flatMap((group) => group.nodes);
      expect(new Set(told).size).toBe(told.length);
      for (const { node: name, values: own } of nodes) {
        const after = new Map((own ?? []).map((each) => [heldId(each), each.value]));
        const group = groups.find((each) => each.nodes.includes(name));
        for (const edit of group?.edits ?? []) {
          if (edit.type === 'set') {
            if (after.has(heldId(edit))) expect(group?.overwrites).toBe(true);
            after.set(heldId(edit), edit.value);
          } else expect(after.delete(heldId(edit))).toBe(true);
        }
        for (const edit of wanted) expect(after.get(heldId(edit))).toBe(edit.type === 'set' ? edit.value : undefined);
      }
    }),
  );
});
