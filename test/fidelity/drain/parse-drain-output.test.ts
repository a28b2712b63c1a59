import { expect, test } from 'vitest';
import { parseDrainOutput } from './parse-drain-output.ts';

/* Output as kubectl 1.36 writes it. */

const nodes: Readonly<Record<string, string>> = { 'x/a': 'one', 'x/b': 'two', 'x/c': 'two', 'x/d': 'three' };
const parse = (stdout: string, stderr = '') => parseDrainOutput({ stdout, stderr, code: 0 }, (pod) => nodes[pod] ?? '');

test('each node has its pods, its warning or its refusal', () => {
  const output = parse(
    'node/one cordoned (dry run)\nnode/two already cordoned (dry run)\nnode/three cordoned (dry run)\nevicting pod x/a (dry run)\nnode/one drained (dry run)\nnode/three drained (dry run)\n',
    'error: unable to drain node "two" due to error: [cannot delete Z: x/b, cannot delete A (use --a): x/c], continuing command...\n' +
      'Warning: ignoring Y: x/d\nThere are pending nodes to be drained:\n two\ncannot delete Z: x/b\ncannot delete A (use --a): x/c\n',
  );
  expect(Object.fromEntries(output.nodes)).toEqual({
    one: { evicted: ['x/a'], drained: true, line: '' },
    two: {
      evicted: [],
      drained: false,
      line: 'error: unable to drain node "two" due to error: [cannot delete A (use --a): x/c, cannot delete Z: x/b], continuing command...',
    },
    three: { evicted: [], drained: true, line: 'Warning: ignoring Y: x/d' },
  });
  expect(output.end).toBe('There are pending nodes to be drained:\n two\ncannot delete A (use --a): x/c\ncannot delete Z: x/b');
});

test('only the order of groups is not compared: pods keep theirs', () => {
  const line = (text: string) => parse('', `Warning: ${text}\n`).nodes;
  expect(line('B: x/b; A: x/c')).toEqual(line('A: x/c; B: x/b'));
  expect(line('A: x/b, x/c')).not.toEqual(line('A: x/c, x/b'));
});

test('a line that was not expected is not passed over', () => {
  expect(() => parse('node/one exploded\n')).toThrow('node/one exploded');
  expect(() => parse('', 'Unable to connect to the server\n')).toThrow('Unable to connect');
});
