import { type LogVoice, type Moment, millis, plainTime } from './log-voice.ts';
import type { Roll } from './roll.ts';
import { orderAt, troubleAt } from './shop-trouble.ts';

/* The shop's own services. Each has a team and so a format of its own. */

const price = (roll: Roll): string => (roll.whole(499, 24_900) / 100).toFixed(2);
const visitor = (roll: Roll): string => `10.${roll.whole(0, 3)}.${roll.whole(0, 60)}.${roll.whole(2, 250)}`;

/** Go, logfmt. */
export const checkoutApi: LogVoice = {
  rate: 3.2,
  hello: () => ['level=info msg="listening" addr=:8080 version=4.12', 'level=info msg="payments client ready" timeout=10s'],
  say: ({ time, roll }) => {
    const trace = `trace=${roll.hex(12)}`;
    const bad = troubleAt(time);
    const order = orderAt(time - 6_000);
    if (roll.chance(bad * 0.14))
      return [
        `level=warn msg="payment pending for ${(4 + 5 * bad * roll.next()).toFixed(1)}s" order=${order} client_timeout=10s hint="client timeout at 10s" ${trace}`,
      ];
    if (roll.chance(bad * 0.07))
      return [`level=error msg="POST /v2/checkout/sessions 504 10001ms: payment timeout" order=${order} ${trace}`];
    return [
      roll.pick(
        `level=info msg="POST /v2/checkout/sessions 201 ${roll.whole(24, 60)}ms" ${trace}`,
        `level=info msg="GET /v2/checkout/sessions/c_${roll.hex(5)} 200 ${roll.whole(4, 14)}ms" ${trace}`,
        `level=info msg="GET /v2/cart 200 ${roll.whole(3, 12)}ms" ${trace}`,
        `level=info msg="POST /v2/cart/items 200 ${roll.whole(8, 22)}ms" ${trace}`,
        `level=debug msg="price list cached" currency=EUR items=${roll.whole(2, 40)} ttl=${roll.whole(20, 300)}s ${trace}`,
      ),
    ];
  },
};

/** A leaking gateway gives up here, ms after its start: before the kernel kills it. */
const LEAK_FATAL_MS = 97_000;

/** Go, zap's JSON; its panics are plain text, as Go writes them. */
function gateway({ time, roll, age }: Moment, leaks: boolean): readonly string[] {
  const zap = (level: string, caller: string, msg: string, fields: object): string =>
    JSON.stringify({ level, ts: time / 1000, caller, msg, ...fields });
  const bad = Math.max(troubleAt(time), leaks ? Math.min(1, age / LEAK_FATAL_MS) : 0);
  // It is busy with its dump and hardly answers.
  if (leaks && age > LEAK_FATAL_MS)
    return roll.chance(0.05) ? [zap('error', 'gateway/dump.go:41', 'writing in-flight captures', { order: orderAt(time) })] : [];
  if (leaks && age > 50_000 && roll.chance(0.15))
    return [
      zap('warn', 'gateway/heap.go:77', `heap at ${Math.round(60 + (448 * age) / LEAK_FATAL_MS)}Mi of 512Mi, shedding batch traffic`, {
        shed: roll.whole(2, 40),
      }),
    ];
  if (roll.chance(bad * 0.2))
    return [
      zap('error', 'gateway/capture.go:142', 'upstream timeout after 3000ms: POST https://psp.internal/capture', {
        attempt: roll.whole(1, 3),
        order: orderAt(time - 3_000),
      }),
    ];
  if (roll.chance(bad * 0.08))
    return [
      zap('warn', 'gateway/breaker.go:58', `circuit psp-capture half-open, ${roll.whole(1, 9)} of 20 requests let through`, {
        circuit: 'psp-capture',
      }),
    ];
  if (roll.chance(bad * 0.015)) return goPanic(roll);
  return [
    roll.pick(
      zap('info', 'gateway/capture.go:98', 'capture ok', {
        order: orderAt(time),
        amount: `${price(roll)} EUR`,
        psp: `${roll.whole(31, 64)}ms`,
      }),
      zap('info', 'gateway/refund.go:51', 'refund accepted', { order: orderAt(time - 900_000), amount: `${price(roll)} EUR` }),
      zap('debug', 'gateway/tokens.go:33', 'card token read', { token: `tok_${roll.hex(10)}`, cache: roll.pick('hit', 'hit', 'miss') }),
    ),
  ];
}

function goPanic(roll: Roll): readonly string[] {
  const routine = roll.whole(40, 9_000);
  return [
    'panic: runtime error: invalid memory address or nil pointer dereference [recovered]',
    `[signal SIGSEGV: segmentation violation code=0x1 addr=0x18 pc=0x${roll.hex(6)}]`,
    '',
    `goroutine ${routine} [running]:`,
    `gateway/capture.(*Pool).Acquire(0xc000${roll.hex(6)}, {0x1b3e0a0, 0xc000${roll.hex(6)}})`,
    '\t/src/gateway/capture/pool.go:142 +0x1d4',
    `gateway/http.(*Server).handle(0xc000${roll.hex(6)}, {0x1b41c78, 0xc000${roll.hex(6)}}, 0xc000${roll.hex(6)})`,
    '\t/src/gateway/http/server.go:88 +0x2f1',
    'net/http.HandlerFunc.ServeHTTP(0x4?, {0x1b41c78?, 0xc0008f4000?}, 0x0?)',
    '\t/usr/local/go/src/net/http/server.go:2322 +0x29',
  ];
}

const gatewayFatal = (roll: Roll): readonly string[] => [
  `fatal: allocation failed, 508Mi of 512Mi in use, dumping ${roll.whole(2, 7)} in-flight captures`,
  '  at gateway/capture.(*Pool).Acquire (pool.go:142)',
  '  at gateway/http.(*Server).handle (server.go:88)',
];

/** payments-gateway; the version that leaks grows until it is killed. */
export const paymentsGateway = (leaks: boolean): LogVoice => ({
  rate: 5.5,
  hello: () => ['{"level":"info","caller":"gateway/main.go:31","msg":"starting","circuit":"psp-capture","workers":24}'],
  say: (moment) => gateway(moment, leaks),
  ...(leaks ? { once: { age: LEAK_FATAL_MS, say: ({ roll }) => gatewayFatal(roll) } } : {}),
  burst: (time) => 1 + troubleAt(time),
});

/** Node.js, pino's JSON. */
export const paymentsWorker: LogVoice = {
  rate: 1.8,
  say: ({ time, roll, pod }) => {
    const pino = (level: number, msg: string, fields: object): string =>
      JSON.stringify({ level, time, pid: 1, hostname: pod, ...fields, msg });
    const job = `settle-${2_000 + (Math.floor(time / 4_000) % 900)}`;
    if (roll.chance(troubleAt(time) * 0.2)) {
      const stack =
        'Error: capture lost (upstream timeout)\n    at Settler.capture (/app/dist/settler.js:88:13)\n    at async Queue.run (/app/dist/queue.js:41:7)';
      return [
        pino(50, `${job} failed: capture lost (upstream timeout), requeued in 30s`, {
          job,
          order: orderAt(time - 9_000),
          err: { type: 'Error', message: 'capture lost (upstream timeout)', stack },
        }),
      ];
    }
    return [
      roll.pick(
        pino(30, `job ${job} picked from queue`, { job, depth: roll.whole(2, 30) }),
        pino(30, `job ${job} settled`, { job, items: roll.whole(10, 250), ms: roll.whole(90, 900) }),
        pino(20, 'queue polled', { depth: roll.whole(0, 30) }),
      ),
    ];
  },
};

/** Python's logging, with its tracebacks. */
export const fraudScoring: LogVoice = {
  rate: 0.9,
  say: ({ time, roll }) => {
    const head = `${plainTime(time)},${millis(time)}`;
    const order = orderAt(time);
    if (roll.chance(0.004 + troubleAt(time) * 0.03))
      return [
        `${head} ERROR scoring.features: no history for ${order}`,
        'Traceback (most recent call last):',
        '  File "/app/scoring/features.py", line 212, in load_history',
        '    rows = await self.pool.fetch(HISTORY, order_id, timeout=2)',
        '  File "/usr/lib/python3.13/site-packages/asyncpg/pool.py", line 592, in fetch',
        '    return await con.fetch(query, *args, timeout=timeout)',
        'TimeoutError: history query timeout after 2.0s',
      ];
    const score = roll.next() ** 3;
    const rules = roll.whole(28, 33);
    if (score > 0.8)
      return [`${head} WARNING scoring.model: score ${score.toFixed(2)} order=${order} model=2026-11-02 rules=${rules} held=true`];
    return [`${head} INFO scoring.model: score ${score.toFixed(2)} order=${order} model=2026-11-02 rules=${rules}`];
  },
};

/** Go, zerolog's console writer, which colours. */
export const catalogApi: LogVoice = {
  rate: 2.1,
  say: ({ time, roll }) => {
    const line = (colour: number, level: string, text: string, key: string, value: string): readonly string[] => [
      `\u001b[90m${new Date(time).toISOString().slice(11, 19)}\u001b[0m \u001b[${colour}m${level}\u001b[0m ${text} \u001b[36m${key}=\u001b[0m${value}`,
    ];
    if (roll.chance(0.02 + troubleAt(time) * 0.04))
      return line(33, 'WRN', `GET /products/${roll.whole(1_000, 9_900)} 200 ${roll.whole(800, 2_900)}ms`, 'upstream', 'search-query');
    return line(
      32,
      'INF',
      `GET /products/${roll.whole(1_000, 9_900)} 200 ${roll.whole(2, 9)}ms`,
      'cache',
      roll.pick('hit', 'hit', 'hit', 'miss'),
    );
  },
};

/** Rust, tracing's coloured text. */
export const imageResizer: LogVoice = {
  rate: 0.8,
  say: ({ time, roll }) => {
    const target = '\u001b[2mimage_resizer::worker\u001b[0m\u001b[2m:\u001b[0m';
    const stamp = `\u001b[2m${new Date(time).toISOString().replace('Z', '000Z')}\u001b[0m`;
    const field = (name: string, value: string | number): string => `\u001b[3m${name}\u001b[0m\u001b[2m=\u001b[0m${value}`;
    const key = field('key', `products/${roll.whole(1_000, 9_900)}/${roll.whole(1, 6)}.jpg`);
    if (roll.chance(0.03))
      return [`${stamp} \u001b[31mERROR\u001b[0m ${target} cannot decode ${key} ${field('error', '"unexpected end of file"')}`];
    return [
      `${stamp} \u001b[32m INFO\u001b[0m ${target} resized ${key} ${field('width', roll.pick(320, 640, 1280))} ${field('ms', roll.whole(9, 140))}`,
    ];
  },
};

/** nginx, the combined format. */
export const checkoutWeb: LogVoice = {
  rate: 1.6,
  say: ({ time, roll }) => {
    const when = new Date(time).toUTCString();
    const clock = `${when.slice(5, 7)}/${when.slice(8, 11)}/${when.slice(12, 16)}:${when.slice(17, 25)} +0000`;
    const status = roll.chance(troubleAt(time) * 0.1) ? 504 : roll.pick(200, 200, 200, 200, 304, 404);
    const path = roll.pick('/', '/cart', '/checkout', `/assets/app.${roll.hex(8)}.js`, '/favicon.ico', `/p/${roll.whole(1_000, 9_900)}`);
    return [
      `${visitor(roll)} - - [${clock}] "GET ${path} HTTP/1.1" ${status} ${roll.whole(180, 48_000)} "https://checkout.shop.example/" "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"`,
    ];
  },
};
