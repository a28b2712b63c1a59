import { expect, it } from 'vitest';
import { drainPathOf, parseDrainTargets, pathOfRun } from '../../../renderer/state/drain-path.ts';
import { asContextId } from '../../../shared/context-id.ts';

it('the address of a drain page names the same nodes when it is read again', () => {
  const targets = [
    { contextId: asContextId('/home/ada/.kube/config#prod & more'), nodes: ['node-1', 'node-2'] },
    { contextId: asContextId('/home/ada/.kube/config#dev'), nodes: ['node-1'] },
  ];
  expect(parseDrainTargets(drainPathOf(targets).replace('/drain?', ''))).toEqual(targets);
});

it('what is not a context and a node is left out, and a node named twice counts once', () => {
  expect(parseDrainTargets('node=alone&node=%0Ax&node=a%0A&node=a%0Ab&node=a%0Ab')).toEqual([{ contextId: 'a', nodes: ['b'] }]);
});

it('the address of a run names it, and its contexts as the scope', () => {
  const params = new URLSearchParams(pathOfRun('r-1', [asContextId('k#a'), asContextId('k#b')]).split('?')[1]);
  expect([params.get('run'), params.getAll('c')]).toEqual(['r-1', ['k#a', 'k#b']]);
});
