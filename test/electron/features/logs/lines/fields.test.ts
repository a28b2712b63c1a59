import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldsOf } from '../../../../../electron/features/logs/lines/fields.ts';

const vectors: readonly (readonly [what: string, line: string, message: string, fields: readonly (readonly [string, string])[]])[] = [
  [
    'zap',
    '{"level":"error","ts":1704207845.1,"caller":"main.go:12","msg":"boom","attempt":3}',
    'boom',
    [
      ['caller', 'main.go:12'],
      ['attempt', '3'],
    ],
  ],
  [
    'pino',
    '{"level":30,"time":1704207845123,"pid":1,"hostname":"x","msg":"hi"}',
    'hi',
    [
      ['pid', '1'],
      ['hostname', 'x'],
    ],
  ],
  ['Google Cloud', '{"message":"m","severity":"WARNING","timestamp":"2024-01-02T15:04:05Z"}', 'm', []],
  ['Docker’s own', '{"log":"text\\n","stream":"stdout","time":"2024-01-02T15:04:05Z"}', 'text', [['stream', 'stdout']]],
  [
    'ECS',
    '{"@timestamp":"2024-01-02","log":{"level":"debug","logger":"a"},"message":"x","http":{"request":{"method":"GET"}}}',
    'x',
    [
      ['log.logger', 'a'],
      ['http.request.method', 'GET'],
    ],
  ],
  [
    'MongoDB',
    '{"t":{"$date":"2024-01-02T15:04:05.000+00:00"},"s":"I","c":"NETWORK","id":1,"msg":"m","attr":{"n":[1,{"a":"b"}]}}',
    'm',
    [
      ['c', 'NETWORK'],
      ['id', '1'],
      ['attr.n', '[1,{"a":"b"}]'],
    ],
  ],
  ['Serilog', '{"@t":"2024-01-02T15:04:05Z","@mt":"x {y}","@l":"Warning","y":null}', 'x {y}', [['y', 'null']]],
  [
    'names that are something else here',
    '{"msg":"m","t":"tee","level":"upper","date":"today"}',
    'm',
    [
      ['t', 'tee'],
      ['level', 'upper'],
      ['date', 'today'],
    ],
  ],
  ['no message', '{"a":true}', '', [['a', 'true']]],
  ['two messages', '{"message":"second","msg":"first"}', 'first', [['message', 'second']]],
  [
    'numbers as written',
    '{"msg":"m","id":12345678901234567890,"z":1.50,"e":1e3,"l":[0.10,{"a":-0}]}',
    'm',
    [
      ['id', '12345678901234567890'],
      ['z', '1.50'],
      ['e', '1e3'],
      ['l', '[0.10,{"a":-0}]'],
    ],
  ],
  [
    'deeper than named',
    '{"a":{"b":{"c":{"d":{"e":1}}}},"o":{}}',
    '',
    [
      ['a.b.c.d', '{"e":1}'],
      ['o', '{}'],
    ],
  ],
  [
    '__proto__',
    '{"__proto__":{"x":1},"constructor":"c"}',
    '',
    [
      ['__proto__.x', '1'],
      ['constructor', 'c'],
    ],
  ],
  ['logrus', 'time="2024-01-02T15:04:05Z" level=warning msg="disk \\"almost\\" full" node=a', 'disk "almost" full', [['node', 'a']]],
  [
    'Prometheus',
    'ts=2024-01-02T15:04:05.123Z caller=main.go:552 level=error component=web err="a\\tb\\x41" empty=',
    '',
    [
      ['caller', 'main.go:552'],
      ['component', 'web'],
      ['err', 'a\tbA'],
      ['empty', ''],
    ],
  ],
  [
    'klog',
    'I0102 15:04:05.000000       1 pod.go:42] "Pod \\"x\\" started" pod="default/x" count=3',
    'Pod "x" started',
    [
      ['pod', 'default/x'],
      ['count', '3'],
    ],
  ],
];

describe('a structured line is folded to what it says and the rest', () => {
  test.each(vectors)('%s', (_what, line, message, fields) => {
    expect(fieldsOf(line)).toEqual({ message, fields });
  });
});

test.each([
  ['text', 'listening on :8080'],
  ['one pair', 'retries=3'],
  ['pairs after text', 'POST /v2/cart 200 trace=1 order=2'],
  ['text after pairs', 'a=1 b=2 done'],
  ['an open quote', 'a=1 b="2'],
  ['JSON that is cut', '{"msg":"x","a":'],
  ['an array', '[1,2]'],
  ['braces', '{starting}'],
  ['klog text', 'I0102 15:04:05.000000       1 pod.go:42] started'],
  ['nothing', ''],
  ['more than is parsed', `{"msg":"${'x'.repeat(70_000)}"}`],
])('%s stays as it is', (_what, line) => {
  expect(fieldsOf(line)).toBeNull();
});

test('of many fields the rest is counted', () => {
  const line = JSON.stringify(Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`f${index}`, index])));
  const fields = fieldsOf(line)?.fields ?? [];
  expect(fields).toHaveLength(101);
  expect(fields.at(-1)).toEqual(['…', '+50']);
});

test('a long line of quotes and backslashes takes no longer than its length', () => {
  expect(fieldsOf(`a="${'\\"'.repeat(30_000)}`)).toBeNull();
  expect(fieldsOf(`${'a'.repeat(60_000)} b=1`)).toBeNull();
  expect(fieldsOf(`I0102 15:04:05.000000 1 a.go:1] "${'\\a'.repeat(30_000)}`)).toBeNull();
});

const plainName = fc.string({ minLength: 1, unit: 'grapheme' }).map((name) => `_${name}`);

test('whatever the JSON, it is folded or left, and nothing throws', () => {
  fc.assert(
    fc.property(fc.json({ stringUnit: 'binary' }), (line) => {
      const value: unknown = JSON.parse(line);
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      expect(fieldsOf(line) !== null).toBe(isObject);
    }),
  );
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (line) => void fieldsOf(line)));
});

test('values of a JSON line come back as they were, in order', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(plainName, fc.jsonValue({ maxDepth: 0, stringUnit: 'binary' })), { maxLength: 20 }), (pairs) => {
      const members = new Map(pairs);
      const line = `{${[...members].map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
      expect(fieldsOf(line)?.fields).toEqual(
        [...members].map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
      );
    }),
  );
});

test('values of a logfmt line come back as they were, in order', () => {
  const name = fc.stringMatching(/^_[a-z\d_.]{0,8}$/);
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.string({ unit: 'grapheme' })), { minLength: 2, maxLength: 20 }), (pairs) => {
      const line = pairs.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(' ');
      expect(fieldsOf(line)?.fields).toEqual(pairs);
    }),
  );
});
