import { afterEach, expect, test } from 'vitest';
import { FaultProxy } from '../../../../faults/fault-proxy.ts';
import { sendStatus } from '../../../kube/scripted-api-server.ts';
import { SeededRandom } from '../../../kube/seeded-random.ts';
import { until } from '../../../kube/test-context.ts';
import { FastClock, follow, transportTo } from './follow-context.ts';
import { LogServer } from './log-server.ts';

/* A counter that a container writes, read through fifty breaks of every kind. FOLLOW_SEED=7 plays a failed run again. */

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const kinds = ['reset', 'half', 'eof', 'half-eof', '500', 'proxy time-out', 'proxy closes', 'black hole', 'restart'] as const;

/** What the API server says when it cannot reach the kubelet. */
const unreachableKubelet =
  'Get "https://10.0.0.7:10250/containerLogs/shop/checkout/app": dial tcp 10.0.0.7:10250: connect: connection refused';

async function breakFiftyTimes(protocol: 'http/1.1' | 'h2', seed: number) {
  const random = new SeededRandom(seed);
  const server = await LogServer.start(protocol);
  const proxy = await FaultProxy.start(server.port);
  const clock = new FastClock(20);
  const { protocol: scheme } = new URL(server.connection.server);
  const transport = transportTo({ ...server.connection, server: `${scheme}//127.0.0.1:${proxy.port}` }, { clock: new FastClock(40) });
  const { follower, sink, stop } = follow(server, { clock, transport });
  closing.push(async () => {
    transport.close();
    proxy.heal();
    await proxy.stop();
    await stop();
  });
  let counter = 0;
  const write = () => {
    for (let left = random.below(12); left > 0; left--) {
      const after = random.pick([0n, 0n, 1n, 1_000n, 300_000_000n]);
      // Some say the same at the same nanosecond.
      server.write(random.chance(0.2) ? 'the same again' : `line ${counter++}`, { after });
    }
    if (random.chance(0.3)) server.passTime(BigInt(random.below(40)) * 1_000_000_000n);
  };
  const caughtUp = () => until('everything written has come', () => sink.lines.length >= server.written.length, 20_000);
  let failing = 0;
  server.intercept = (_query, response) => {
    if (failing === 0) return false;
    failing--;
    if (failing % 2 === 0) sendStatus(response, 500, 'InternalError', unreachableKubelet);
    else response.writeHead(504, { 'content-type': 'text/html' }).end('<html>upstream request timeout</html>');
    return true;
  };
  let restarts = 0;
  let told = 0;
  for (let step = 0; step < 50; step++) {
    write();
    if (random.chance(0.5)) await caughtUp();
    const kind = kinds[step % kinds.length] ?? 'reset';
    switch (kind) {
      case '500':
      case 'proxy time-out':
        failing = kind === '500' ? 1 : 2;
        server.cut('reset');
        break;
      case 'proxy closes':
        proxy.fin();
        break;
      case 'black hole':
        await caughtUp();
        told = sink.states.length;
        proxy.blackHole();
        write();
        // What the heartbeat does over HTTP/1.1 when its question is not answered; HTTP/2 finds out by PING, after 25 s.
        if (protocol === 'http/1.1')
          transport.reset({ kind: 'unreachable', cause: 'timeout', host: transport.host, code: 'ETIMEDOUT', detail: '' });
        await until('the black hole is noticed', () => sink.states.slice(told).some(({ state }) => state === 'broken'));
        proxy.heal();
        break;
      case 'restart': {
        await caughtUp();
        const late = random.pick([0, 1, 2]);
        if (late === 0) server.cut('half');
        write();
        server.restart(137, 'OOMKilled');
        restarts++;
        // The watch tells at once, or when the follower has come back already.
        const asked = server.queries.length;
        if (late === 2) {
          write();
          await until('the follower came back', () => server.queries.length > asked, 20_000);
        }
        follower.factsChanged(server.facts);
        break;
      }
      default:
        server.cut(kind);
    }
    write();
  }
  await caughtUp();
  return { server, sink, restarts };
}

test.each(['http/1.1', 'h2'] as const)(
  'F34, P42: through fifty breaks over %s every line comes once, in order, and every restart has its mark',
  { timeout: 120_000 },
  async (protocol) => {
    const seed = Number(process.env.FOLLOW_SEED ?? Math.floor(Math.random() * 1e6));
    const { server, sink, restarts } = await breakFiftyTimes(protocol, seed);
    expect(sink.lines, `FOLLOW_SEED=${seed}`).toEqual(server.written);
    const marks = sink.marks.map(({ mark }) => mark);
    expect(
      marks.filter(({ mark }) => mark === 'restarted'),
      `FOLLOW_SEED=${seed}`,
    ).toHaveLength(restarts);
    expect(
      marks.filter(({ mark }) => mark === 'dropped'),
      `FOLLOW_SEED=${seed}`,
    ).toEqual([]);
    // Each restart lies between the lines of its two runs.
    const perRun = sink.rows
      .filter((row) => row !== '[reconnected]')
      .join('\n')
      .split('[restarted]');
    expect(perRun.map((part) => part.split('\n').filter((row) => row !== '').length)).toEqual(server.runs.map((run) => run.written.length));
  },
);
