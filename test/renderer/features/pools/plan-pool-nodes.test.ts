import { describe, expect, it } from 'vitest';
import { planNoteWords } from '../../../../renderer/features/pools/plan-note-words.ts';
import { planPoolNodes } from '../../../../renderer/features/pools/plan-pool-nodes.ts';
import type { Row } from '../../../../shared/row.ts';
import type { NodeConditionFacts } from '../../../../shared/row-facts.ts';
import { fillOf, nodeNamed } from './pool-fixture.ts';

function rowOf(name: string, health: Row['health'], conditions: readonly NodeConditionFacts[]): Row {
  const facts = { allocatable: {}, conditions };
  return { uid: name, namespace: '', name, health, cells: ['Ready'], labels: {}, createdAt: 1, facts } as unknown as Row;
}
const condition = (type: string, status: string, reason = ''): NodeConditionFacts => ({ type, status, reason, message: '', since: 5 });

describe('nodes of a pool', () => {
  it('come worst first, then the fullest, cordoned before those that are well', () => {
    const nodes = [
      nodeNamed('calm'),
      nodeNamed('full', { memory: fillOf(3_900, 3_900, 4_000) }),
      nodeNamed('gone', { ready: false }),
      nodeNamed('kept', { unschedulable: true }),
    ];
    const rows = new Map([['gone', rowOf('gone', 'broken', [])]]);
    expect(planPoolNodes(nodes, rows).map(({ name }) => name)).toEqual(['gone', 'kept', 'full', 'calm']);
  });

  it('has no use of a node that is not ready: what was measured before is not so now', () => {
    const [node] = planPoolNodes([nodeNamed('gone', { ready: false })], new Map());
    expect([node?.cpu.used, node?.memory.used, node?.cpu.requested]).toEqual([null, null, 2_000]);
  });

  it('tells what is wrong with a node, and of a silent kubelet only that it is silent', () => {
    const silent = [condition('MemoryPressure', 'Unknown'), condition('Ready', 'Unknown', 'NodeStatusUnknown')];
    const tight = [condition('MemoryPressure', 'True'), condition('Ready', 'True')];
    const rows = new Map([
      ['silent', rowOf('silent', 'broken', silent)],
      ['tight', rowOf('tight', 'attention', tight)],
    ]);
    const nodes = planPoolNodes([nodeNamed('silent', { ready: false }), nodeNamed('tight')], rows);
    expect(nodes.map(({ conditions }) => conditions.map(({ type }) => type))).toEqual([['Ready'], ['MemoryPressure']]);
    expect(nodes[0]?.notReadySince).toBe(5);
  });
});

describe('what is to know about a pool', () => {
  it('names the node and for how long', () => {
    const note = { kind: 'not-ready', nodes: ['pool-a-7f4e'], since: 0 } as const;
    expect(planNoteWords(note, ['pool-a-7f4e', 'pool-a-11ac'], 660_000)).toEqual({
      key: 'note.notReady',
      values: { count: 1, name: '7f4e', age: '11m' },
    });
  });

  it('says no time where nobody knows it', () => {
    const note = { kind: 'not-ready', nodes: ['a'], since: null } as const;
    expect(planNoteWords(note, ['a'], 0).key).toBe('note.notReadySome');
  });

  it('tells growing from shrinking', () => {
    expect(planNoteWords({ kind: 'scaling', target: 5, count: 3 }, [], 0).key).toBe('note.scalingUp');
    expect(planNoteWords({ kind: 'scaling', target: 1, count: 3 }, [], 0).key).toBe('note.scalingDown');
  });
});
