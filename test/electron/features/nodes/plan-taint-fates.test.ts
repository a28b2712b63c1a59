import fc from 'fast-check';
import { expect, test } from 'vitest';
import { taintVerdict } from '../../../../electron/features/nodes/plan-taint-fates.ts';
import type { NodeTaint } from '../../../../shared/node-writes.ts';

const taint = (key: string, value = '', effect = 'NoExecute'): NodeTaint => ({ key, value, effect });
const down = taint('down');

test.each<[string, readonly NodeTaint[], readonly Record<string, unknown>[], unknown, readonly string[]]>([
  ['without taints', [], [], { type: 'stays' }, []],
  ['that only keep new pods away', [taint('a', '', 'NoSchedule')], [], { type: 'stays' }, []],
  ['without a toleration', [down], [], { type: 'now' }, ['down:NoExecute']],
  ['with a toleration for ever', [down], [{ key: 'down', operator: 'Exists' }], { type: 'stays' }, []],
  ['with a toleration of everything', [down, taint('b', 'c')], [{ operator: 'Exists' }], { type: 'stays' }, []],
  ['with another value', [taint('a', 'b')], [{ key: 'a', operator: 'Equal', value: 'c' }], { type: 'now' }, ['a=b:NoExecute']],
  ['with the value and no operator', [taint('a', 'b')], [{ key: 'a', value: 'b' }], { type: 'stays' }, []],
  [
    'with a toleration of another effect',
    [down],
    [{ key: 'down', operator: 'Exists', effect: 'NoSchedule' }],
    { type: 'now' },
    ['down:NoExecute'],
  ],
  [
    'for five minutes',
    [down],
    [{ key: 'down', operator: 'Exists', tolerationSeconds: 300 }],
    { type: 'after', seconds: 300 },
    ['down:NoExecute'],
  ],
  ['for no time', [down], [{ key: 'down', operator: 'Exists', tolerationSeconds: 0 }], { type: 'now' }, ['down:NoExecute']],
  ['for less than no time', [down], [{ key: 'down', operator: 'Exists', tolerationSeconds: -5 }], { type: 'now' }, ['down:NoExecute']],
  [
    'for the shortest of two times',
    [down, taint('b')],
    [
      { key: 'down', operator: 'Exists', tolerationSeconds: 300 },
      { key: 'b', operator: 'Exists', tolerationSeconds: 20 },
    ],
    { type: 'after', seconds: 20 },
    ['b:NoExecute'],
  ],
  [
    'by the first toleration that fits, not the longest',
    [down],
    [{ key: 'down', operator: 'Exists', tolerationSeconds: 5 }, { operator: 'Exists' }],
    { type: 'after', seconds: 5 },
    ['down:NoExecute'],
  ],
  ['one tolerated, one not', [down, taint('b')], [{ key: 'down', operator: 'Exists' }], { type: 'now' }, ['b:NoExecute']],
  [
    'by a comparison, which clusters have not switched on',
    [taint('a', '5')],
    [{ key: 'a', operator: 'Gt', value: '3' }],
    { type: 'now' },
    ['a=5:NoExecute'],
  ],
])('a pod meets taints %s', (_name, taints, tolerations, fate, because) => {
  expect(taintVerdict(taints, tolerations)).toEqual({ fate, because });
});

const anyTaint = fc.record({
  key: fc.constantFrom('a', 'b'),
  value: fc.constantFrom('', 'x'),
  effect: fc.constantFrom('NoExecute', 'NoSchedule'),
});
const anyToleration = fc.record(
  {
    key: fc.constantFrom('a', 'b'),
    operator: fc.constantFrom('Exists', 'Equal'),
    value: fc.constantFrom('', 'x'),
    effect: fc.constantFrom('NoExecute', 'NoSchedule'),
    tolerationSeconds: fc.integer({ min: -1, max: 100 }),
  },
  { requiredKeys: [] },
);

test('one more taint never lets a pod stay longer', () => {
  const secondsOf = (taints: readonly NodeTaint[], tolerations: readonly object[]): number => {
    const { fate } = taintVerdict(taints, tolerations as readonly Record<string, unknown>[]);
    return fate.type === 'now' ? 0 : fate.type === 'after' ? fate.seconds : Number.POSITIVE_INFINITY;
  };
  fc.assert(
    fc.property(fc.array(anyTaint, { maxLength: 3 }), anyTaint, fc.array(anyToleration, { maxLength: 4 }), (taints, more, tolerations) => {
      expect(secondsOf([...taints, more], tolerations)).toBeLessThanOrEqual(secondsOf(taints, tolerations));
    }),
  );
});
