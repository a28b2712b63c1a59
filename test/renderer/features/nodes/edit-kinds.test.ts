import { describe, expect, it } from 'vitest';
import type { Edit } from '../../../../renderer/features/nodes/edit-draft.ts';
import {
  editWords,
  faultOf,
  labelChanges,
  labelsOfNode,
  taintChanges,
  taintsOfNode,
} from '../../../../renderer/features/nodes/edit-kinds.ts';
import { labelChangesSchema, taintChangesSchema } from '../../../../shared/node-edits.ts';

const set = (key: string, value: string, effect: string, onlyWhereHeld = false): Edit => ({
  type: 'set',
  key,
  value,
  effect,
  onlyWhereHeld,
});
const remove = (key: string, effect: string): Edit => ({ type: 'remove', key, effect });

describe('edits of the form', () => {
  it('become what the channel of taints takes, and nothing else', () => {
    const changes = taintChanges([set('dedicated', 'gpu', 'NoExecute', true), remove('old', 'NoSchedule'), remove('odd', 'Whatever')]);
    expect(taintChangesSchema.parse(changes)).toEqual([
      { type: 'set', key: 'dedicated', value: 'gpu', effect: 'NoExecute' },
      { type: 'remove', key: 'old', effect: 'NoSchedule' },
      { type: 'remove', key: 'odd', effect: '' },
    ]);
  });

  it('become what the channel of labels takes, and nothing else', () => {
    const changes = labelChanges([set('team', 'payments', '', true), remove('old', '')]);
    expect(labelChangesSchema.parse(changes)).toEqual([
      { type: 'set', key: 'team', value: 'payments' },
      { type: 'remove', key: 'old' },
    ]);
  });

  it('are said as kubectl is told them, and refused as it refuses them', () => {
    const edits = [set('dedicated', 'gpu', 'NoSchedule'), remove('old', 'NoExecute')];
    expect(editWords('taints', ['n1', 'n2'], edits, true)).toEqual([
      'taint',
      'nodes',
      'n1',
      'n2',
      'dedicated=gpu:NoSchedule',
      'old:NoExecute-',
      '--overwrite',
    ]);
    expect(editWords('labels', ['n1'], [set('team', '', '')], false)).toEqual(['label', 'nodes', 'n1', 'team=']);
    expect(faultOf('taints', edits)).toBeNull();
    expect(faultOf('taints', [set('a', '', 'NoSchedule'), remove('a', 'NoSchedule')])).toMatch(/can not both modify and remove/);
    expect(faultOf('labels', [set('team', 'no blanks', '')])).toMatch(/invalid label value/);
  });
});

describe('a node', () => {
  it('has the taints and labels of its object, and none where the object says nothing sensible', () => {
    const object = {
      metadata: { labels: { team: 'payments' } },
      spec: { taints: [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }, { key: 'unreachable', effect: 'NoExecute' }, null] },
    };
    expect(taintsOfNode(object).slice(0, 2)).toEqual([
      { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' },
      { key: 'unreachable', value: '', effect: 'NoExecute' },
    ]);
    expect(labelsOfNode(object)).toEqual([{ key: 'team', value: 'payments', effect: '' }]);
    for (const odd of [null, 'x', {}, { spec: { taints: 'x' }, metadata: { labels: null } }]) {
      expect([taintsOfNode(odd), labelsOfNode(odd)]).toEqual([[], []]);
    }
  });
});
