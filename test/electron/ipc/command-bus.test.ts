import fc from 'fast-check';
import { expect, test } from 'vitest';
import { callArguments, streamArguments } from '../../../shared/contract.ts';
import { PlainServices, podsArguments } from './plain-services.ts';

test('a call reaches its handler with parsed arguments', async () => {
  const services = new PlainServices();
  expect(await services.bus.call('contexts.connect', { contextId: '/k#a' })).toEqual({ ok: true, value: null });
  expect(services.reached).toEqual(['contexts.connect']);
});

test('an unknown channel is an error value, and inherited names are no channels', async () => {
  const { bus } = new PlainServices();
  for (const channel of ['pods.delete', '', 'constructor', '__proto__', 'toString', 'hasOwnProperty']) {
    const result = await bus.call(channel, {});
    expect(result).toMatchObject({ ok: false, error: { kind: 'internal', message: expect.stringContaining('There is no channel') } });
  }
});

test('bad arguments name the channel and the field, and never repeat the value', async () => {
  const result = await new PlainServices().bus.call('objects.get', { ...podsArguments, namespace: 'a/../secret-canary', name: 'x' });
  expect(result).toMatchObject({ ok: false, error: { kind: 'internal' } });
  const text = JSON.stringify(result);
  expect(text).toContain('objects.get: ');
  expect(text).toContain('namespace');
  expect(text).not.toContain('secret-canary');
});

test('a handler that throws becomes an internal error and is reported as a defect', async () => {
  const services = new PlainServices();
  const result = await services.bus.call('resources.discover', { contextId: '/k#a' });
  expect(result).toEqual({ ok: false, error: { kind: 'internal', message: 'resources.discover: no data thread here' } });
  expect(services.defects).toEqual(['resources.discover']);
});

test('path traversal in names never reaches a handler (H14)', async () => {
  const services = new PlainServices();
  for (const name of ['..%2f', '../x', '%00', 'a\u0000b', '.', '..', 'a/b', 'a b', '', 'a%2Fb', 'x'.repeat(254)]) {
    const result = await services.bus.call('objects.get', { contextId: 'a#b', resource: podsArguments.resource, namespace: '', name });
    expect(result, JSON.stringify(name)).toMatchObject({ ok: false, error: { kind: 'internal' } });
  }
  expect(services.defects).toEqual([]);
});

test('200 wrong-typed payloads per channel: an answer each time, never a throw', async () => {
  const services = new PlainServices();
  const channels = [...Object.keys(callArguments), 'no.such', '__proto__'];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...channels),
      fc.anything({ withNullPrototype: true, withBigInt: true, withTypedArray: true }),
      async (channel, args) => {
        const result = await services.bus.call(channel, args);
        expect(typeof result.ok).toBe('boolean');
      },
    ),
    { numRuns: 200 * channels.length },
  );
});

test('wrong-typed payloads to streams end them with an error and open nothing', () => {
  const services = new PlainServices();
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(streamArguments), 'no.such'), fc.anything(), (channel, args) => {
      const events: string[] = [];
      const stream = services.bus.open(channel, args, (event) => events.push(event));
      stream.credit(1);
      stream.close();
      for (const event of events) expect(() => JSON.parse(event)).not.toThrow();
    }),
    { numRuns: 400 },
  );
  const events: string[] = [];
  services.bus.open('rows.watch', { contextId: 1 }, (event) => events.push(event));
  expect(events.map((event) => JSON.parse(event))).toEqual([
    { type: 'end', error: { kind: 'internal', message: expect.stringContaining('rows.watch') } },
  ]);
  expect(services.rowStreams).toEqual([]);
});

test('nothing is written after close, nor after end', () => {
  const services = new PlainServices();
  const events: string[] = [];
  const closed = services.bus.open('rows.watch', podsArguments, (event) => events.push(event));
  services.rowStreams[0]?.write('{"type":"items","items":{}}');
  closed.close();
  services.rowStreams[0]?.write('{"type":"items","items":{}}');
  expect(events).toHaveLength(1);
  expect(services.rowStreams[0]?.closed).toBe(true);

  services.bus.open('rows.watch', podsArguments, (event) => events.push(event));
  services.rowStreams[1]?.write('{"type":"end","error":null}');
  services.rowStreams[1]?.write('{"type":"items","items":{}}');
  expect(events).toHaveLength(2);
});
