import { expect, it } from 'vitest';
import { byContext } from '../../../../renderer/features/nodes/by-context.ts';
import { contextIdOf } from '../../../../shared/context-id.ts';

const a = contextIdOf('/config', 'a');
const b = contextIdOf('/config', 'b');
const gone = contextIdOf('/config', 'gone');

it('groups in the order of the rail, contexts that are in none last, items as they were chosen', () => {
  const items = [
    { contextId: gone, node: 1 },
    { contextId: b, node: 2 },
    { contextId: a, node: 3 },
    { contextId: b, node: 4 },
  ];
  expect(byContext(items, [a, b]).map(({ contextId, items: own }) => [contextId, own.map(({ node }) => node)])).toEqual([
    [a, [3]],
    [b, [2, 4]],
    [gone, [1]],
  ]);
});
