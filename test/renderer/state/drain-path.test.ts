import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  drainPathOf,
  firstOptions,
  firstPace,
  parseDrainRequest,
  parseDrainTargets,
  pathOfRun,
} from '../../../renderer/state/drain-path.ts';
import { asContextId } from '../../../shared/context-id.ts';
import { drainOptionsSchema } from '../../../shared/drain.ts';
import { drainPaceSchema } from '../../../shared/drain-run.ts';

const targets = [
  { contextId: asContextId('/home/ada/.kube/config#prod & more'), nodes: ['node-1', 'node-2'] },
  { contextId: asContextId('/home/ada/.kube/config#dev'), nodes: ['node-1'] },
];
const queryOf = (path: string) => path.replace('/drain?', '');

it('the address of a drain page names the same nodes when it is read again, and its scope is their contexts', () => {
  const query = queryOf(drainPathOf(targets));
  expect(parseDrainTargets(query)).toEqual(targets);
  expect(new URLSearchParams(query).getAll('c')).toEqual(targets.map(({ contextId }) => contextId));
});

it('what is not a context and a node is left out, and a node named twice counts once', () => {
  expect(parseDrainTargets('node=alone&node=%0Ax&node=a%0A&node=c%0A+&node=a%0Ab+c&node=a%0Ab')).toEqual([
    { contextId: 'a', nodes: ['b', 'c'] },
  ]);
});

it('the address of a run names it, and its contexts as the scope', () => {
  const params = new URLSearchParams(pathOfRun('r-1', [asContextId('k#a'), asContextId('k#b')]).split('?')[1]);
  expect([params.get('run'), params.getAll('c')]).toEqual(['r-1', ['k#a', 'k#b']]);
});

it('the address of a drain of 300 nodes with long names can be reloaded from the browser shell, which takes 16 kB', () => {
  const nodes = Array.from({ length: 300 }, (_, index) => `ip-10-0-${index}-100.eu-west-3.compute.internal`);
  expect(drainPathOf([{ contextId: asContextId('/home/ada/.kube/config#prod'), nodes }]).length).toBeLessThan(15_000);
});

it('all options and the whole pace survive the address', () => {
  const options = fc.record({
    gracePeriodSeconds: fc.integer({ min: -1, max: 2_147_483_647 }),
    timeoutSeconds: fc.nat(),
    force: fc.boolean(),
    ignoreDaemonSets: fc.boolean(),
    deleteEmptyDirData: fc.boolean(),
    podSelector: fc.string({ maxLength: 40 }),
    disableEviction: fc.boolean(),
    skipWaitForDeleteTimeoutSeconds: fc.nat(),
  });
  const pace = fc.record({ nodesAtOnce: fc.integer({ min: 1, max: 500 }), waitUntilReady: fc.boolean(), stopOnFailure: fc.boolean() });
  fc.assert(
    fc.property(options, pace, (some, how) => {
      expect(drainOptionsSchema.parse(some)).toEqual(some);
      expect(drainPaceSchema.parse(how)).toEqual(how);
      expect(parseDrainRequest(queryOf(drainPathOf(targets, some, how)))).toEqual({ targets, options: some, pace: how });
    }),
  );
});

it('an address that was written by hand cannot ask for what does not exist', () => {
  const { options, pace } = parseDrainRequest(
    'grace-period=-7&timeout=1e3&force=yes&nodes-at-once=0&stop-on-failure=&delete-emptydir-data=true',
  );
  expect(options).toEqual({ ...firstOptions, deleteEmptyDirData: true });
  expect(pace).toEqual(firstPace);
});

it('a change of options keeps the open object and the scope that the user narrowed', () => {
  const search = `${queryOf(drainPathOf(targets, { ...firstOptions, force: true }))}&o=x%7Cy%7Cz`;
  const narrowed = new URLSearchParams(search);
  narrowed.delete('c');
  narrowed.append('c', 'only');
  const next = new URLSearchParams(queryOf(drainPathOf(targets, firstOptions, firstPace, narrowed.toString())));
  expect(next.get('force')).toBeNull();
  expect(next.get('o')).toBe('x|y|z');
  expect(next.getAll('c')).toEqual(['only']);
});
