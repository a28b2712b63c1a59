import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ScriptedApiServer } from './scripted-api-server.ts';
import { connectionTo, type TestReader, TestThread, until } from './test-context.ts';

/*
 * Random changes through random breaks: what a reader ends with is the server's truth, whatever happened on the way.
 * On the way no row is older than one that was shown, and none is there twice. The seed is printed; REPLAY_SEED plays it again.
 */

const seed = Number(process.env.REPLAY_SEED ?? Date.now() & 0x7fffffff);
const names = ['a', 'b', 'c', 'd', 'e'];
const step = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: fc.constant('put' as const), name: fc.constantFrom(...names), value: fc.nat(9) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('delete' as const), name: fc.constantFrom(...names) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('recreate' as const), name: fc.constantFrom(...names), value: fc.nat(9) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('cut' as const), how: fc.constantFrom('rst' as const, 'fin' as const, 'half' as const) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('compact' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('replay' as const), name: fc.constantFrom(...names) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('garbage' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('expire' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stale' as const), on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('settle' as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('breathe' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** Collects what no reader may see: a row that is older than it was, or two rows of one name. Values carry their order. */
function watchOrder(reader: TestReader): () => readonly string[] {
  const newest = new Map<string, number>();
  const wrong: string[] = [];
  const take = reader.take.bind(reader);
  reader.take = (text) => {
    take(text);
    for (const row of reader.rows.values()) {
      const order = (JSON.parse(String(row.cells[0])) as { readonly order: number }).order;
      if (order < (newest.get(row.uid) ?? 0)) wrong.push(`${row.uid} went back from ${newest.get(row.uid)} to ${order}`);
      newest.set(row.uid, order);
    }
    const shown = [...reader.rows.values()].map((row) => row.name);
    if (new Set(shown).size < shown.length) wrong.push(`a name twice: ${shown.join(' ')}`);
  };
  return () => wrong;
}

async function play(steps: readonly Step[]): Promise<void> {
  const server = await ScriptedApiServer.start();
  const thread = new TestThread();
  const generation = new Map<string, number>();
  const uidOf = (name: string) => `${name}-${generation.get(name) ?? 0}`;
  let order = 0;
  const seen = new Map<string, string>();
  try {
    const { reader } = thread.open();
    const watching = watchOrder(reader);
    thread.connect(connectionTo(server.url));
    for (const each of steps) {
      switch (each.do) {
        case 'put':
          server.put('ns', each.name, { value: each.value, order: ++order }, uidOf(each.name));
          break;
        case 'delete':
          server.delete(uidOf(each.name));
          break;
        case 'recreate':
          server.delete(uidOf(each.name));
          generation.set(each.name, (generation.get(each.name) ?? 0) + 1);
          server.put('ns', each.name, { value: each.value, order: ++order }, uidOf(each.name));
          break;
        case 'cut':
          server.cut(each.how);
          break;
        case 'compact':
          server.compact();
          break;
        case 'replay': {
          const old = seen.get(each.name);
          if (old !== undefined) server.say(`${JSON.stringify({ type: 'MODIFIED', object: JSON.parse(old) })}\n`);
          break;
        }
        case 'garbage':
          server.say('{"type":"ADD\n');
          break;
        case 'expire':
          server.say('{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old"}}\n');
          break;
        case 'stale':
          server.serveStale(each.on);
          break;
        case 'restart': {
          const { port } = server;
          await server.stop();
          await server.resume(port);
          break;
        }
        case 'settle':
          // Most breaks should hit a watch that is open; one that stays away (a stale replica, back-off) is passed over.
          await until('watched', () => server.watches > 0, 1_000).catch(() => undefined);
          break;
        case 'breathe':
          await new Promise((resolve) => setImmediate(resolve));
      }
      for (const object of server.objects.values())
        if (!seen.has(object.metadata.name)) seen.set(object.metadata.name, JSON.stringify(object));
    }
    server.serveStale(false);
    // A last change that must arrive proves that the stream lives; then everything before it has been applied as well.
    server.put('ns', 'last', { order: ++order }, 'last');
    const truth = () => Object.fromEntries([...server.objects.values()].map((object) => [object.metadata.uid, object.value]).sort());
    await until('the server’s truth', () => JSON.stringify(reader.values) === JSON.stringify(truth()), 25_000).catch(() => undefined);
    expect(reader.values).toEqual(truth());
    expect(watching()).toEqual([]);
  } finally {
    thread.disconnect();
    await server.stop();
  }
}

test(`after random changes through random breaks a reader holds the server’s truth (REPLAY_SEED=${seed})`, async () => {
  // All plays at once: most of their time is back-off.
  const plays = fc.sample(fc.array(step, { minLength: 200, maxLength: 260 }), { seed, numRuns: 20 });
  const played = await Promise.allSettled(plays.map(play));
  expect(played.flatMap((one, index) => (one.status === 'rejected' ? [`play ${index}: ${one.reason}`] : []))).toEqual([]);
}, 120_000);
