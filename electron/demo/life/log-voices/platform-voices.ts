import { type LogVoice, type Moment, millis, plainTime } from './log-voice.ts';
import { orderAt, troubleAt } from './shop-trouble.ts';

/* What runs beside the shop, in the formats these programs really have. */

/** klog's header (k8s.io/klog/v2): level, month and day, time with microseconds, thread, file:line. */
function klog({ time, roll }: Moment, level: 'I' | 'W' | 'E', place: string, message: string): string {
  const at = new Date(time).toISOString();
  return `${level}${at.slice(5, 7)}${at.slice(8, 10)} ${at.slice(11, 23)}${roll.whole(100, 999)}       1 ${place}] ${message}`;
}

/** A controller of the Kubernetes project. */
export const kubernetesProgram: LogVoice = {
  rate: 0.12,
  hello: (moment) => [klog(moment, 'I', 'flags.go:64', 'FLAG: --v="2"')],
  say: (moment) => {
    const { roll } = moment;
    if (roll.chance(0.04))
      return [
        klog(
          moment,
          'E',
          'reflector.go:205',
          '"Failed to watch" err="the server is currently unable to handle the request" type="*v1.Service"',
        ),
      ];
    if (roll.chance(0.08))
      return [klog(moment, 'W', 'warnings.go:110', '"v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"')];
    return [
      roll.pick(
        klog(moment, 'I', 'proxier.go:810', `"SyncProxyRules complete" elapsed="${roll.whole(8, 60)}.${roll.whole(100, 999)}ms"`),
        klog(moment, 'I', 'controller.go:162', `"Reconciled" object="shop/cert-${roll.whole(1, 9)}" requeue=false`),
        klog(moment, 'I', 'reflector.go:436', `"Caches populated" type="*v1.EndpointSlice" items=${roll.whole(20, 90)}`),
      ),
    ];
  },
};

/** ingress-nginx: its access lines, and klog of the controller in between. */
export const ingressController: LogVoice = {
  rate: 3,
  say: (moment) => {
    const { time, roll } = moment;
    if (roll.chance(0.01))
      return [
        klog(
          moment,
          'I',
          'event.go:377',
          'Event(v1.ObjectReference{Kind:"Ingress", Name:"checkout-web"}): type: \'Normal\' reason: \'Sync\' Scheduled for sync',
        ),
      ];
    const when = new Date(time).toUTCString();
    const clock = `${when.slice(5, 7)}/${when.slice(8, 11)}/${when.slice(12, 16)}:${when.slice(17, 25)} +0000`;
    const late = roll.chance(troubleAt(time) * 0.08);
    const seconds = late ? '10.001' : (roll.whole(2, 90) / 1000).toFixed(3);
    const status = late ? 504 : roll.pick(200, 200, 200, 201, 302, 404);
    const path = roll.pick('/v2/cart', '/v2/checkout/sessions', '/', `/products/${roll.whole(1_000, 9_900)}`);
    return [
      `203.0.113.${roll.whole(1, 254)} - - [${clock}] "${roll.pick('GET', 'GET', 'POST')} ${path} HTTP/2.0" ${status} ${roll.whole(90, 9_000)} "-" "okhttp/5.1.0" ${roll.whole(200, 900)} ${seconds} [checkout-checkout-web-80] [] 10.2.${roll.whole(0, 30)}.${roll.whole(2, 250)}:8080 ${roll.whole(90, 9_000)} ${seconds} ${status} ${roll.hex(32)}`,
    ];
  },
};

/** OpenTelemetry's collector: zap's console encoding, tabs between. */
export const otelCollector: LogVoice = {
  rate: 0.1,
  say: ({ time, roll }) => {
    const stamp = new Date(time).toISOString();
    if (roll.chance(0.1))
      return [
        `${stamp}\twarn\tinternal/retry_sender.go:133\tExporting failed. Will retry the request after interval.\t{"otelcol.component.id": "otlp", "error": "rpc error: code = Unavailable desc = timeout", "interval": "${roll.whole(2, 9)}.${roll.whole(10, 99)}s"}`,
      ];
    return [
      `${stamp}\tinfo\tTraces\t{"otelcol.component.id": "debug", "resource spans": ${roll.whole(1, 9)}, "spans": ${roll.whole(9, 400)}}`,
    ];
  },
};

/** Valkey (redis' format). */
export const valkey: LogVoice = {
  rate: 0.5,
  say: ({ time, roll }) => {
    const when = new Date(time).toUTCString();
    const head = `${when.slice(5, 16)} ${when.slice(17, 25)}.${millis(time)}`;
    return [
      roll.pick(
        `1:M ${head} - session sweep kept=${roll.whole(17_000, 19_000)} expired=${roll.whole(4, 90)} in ${roll.whole(2, 9)}ms`,
        `1:M ${head} * 100 changes in 300 seconds. Saving...`,
        `${roll.whole(40, 900)}:C ${head} * DB saved on disk`,
        `1:M ${head} * Background saving terminated with success`,
        `1:M ${head} # Client id=${roll.whole(100, 9_000)} closed: output buffer limits reached`,
      ),
    ];
  },
};

/** PostgreSQL: a statement follows its error in a message of its own. */
export const postgres: LogVoice = {
  rate: 0.3,
  say: ({ time, roll }) => {
    const head = `${plainTime(time)}.${millis(time)} UTC [${roll.whole(60, 900)}]`;
    if (roll.chance(0.06))
      return [
        `${head} ERROR:  duplicate key value violates unique constraint "captures_order_key"`,
        `${head} DETAIL:  Key (order_id)=(${orderAt(time)}) already exists.`,
        `${head} STATEMENT:  INSERT INTO captures (order_id, amount, currency)`,
        '\tVALUES ($1, $2, $3)',
        '\tRETURNING id',
      ];
    if (roll.chance(troubleAt(time) * 0.2))
      return [`${head} WARNING:  canceling wait for synchronous replication due to statement timeout`];
    return [
      roll.pick(
        `${head} LOG:  checkpoint complete: wrote ${roll.whole(40, 900)} buffers (${(roll.whole(1, 50) / 10).toFixed(1)}%); write=${roll.whole(2, 30)}.${millis(time)} s`,
        `${head} LOG:  duration: ${roll.whole(250, 900)}.${millis(time)} ms  execute <unnamed>: SELECT * FROM captures WHERE state = $1`,
        `${head} LOG:  automatic vacuum of table "payments.public.captures": index scans: 1`,
      ),
    ];
  },
};

/** CoreDNS with its log plugin. */
export const coredns: LogVoice = {
  rate: 1.2,
  say: ({ roll }) => {
    const name = roll.pick(
      'psp.internal.',
      'data-postgres.payments.svc.cluster.local.',
      'cart-session.checkout.svc.cluster.local.',
      'search-query.search.svc.cluster.local.',
    );
    const head = `10.2.${roll.whole(0, 30)}.${roll.whole(2, 250)}:${roll.whole(30_000, 60_000)} - ${roll.whole(1_000, 65_000)}`;
    if (roll.chance(0.02))
      return [`[ERROR] plugin/errors: 2 ${name} A: read udp 10.2.0.7:${roll.whole(30_000, 60_000)}->203.0.113.53:53: i/o timeout`];
    return [
      `[INFO] ${head} "${roll.pick('A', 'AAAA')} IN ${name} udp ${roll.whole(40, 80)} false 512" NOERROR qr,aa,rd ${roll.whole(90, 210)} 0.000${roll.whole(100, 999)}s`,
    ];
  },
};

/** Go programs with slog or logrus: logfmt with a time of their own. */
export const logfmtProgram = (component: string): LogVoice => ({
  rate: 0.25,
  say: ({ time, roll }) => {
    const head = `time=${new Date(time).toISOString()}`;
    if (roll.chance(0.05))
      return [`${head} level=WARN msg="retrying" component=${component} attempt=${roll.whole(1, 4)} err="context deadline exceeded"`];
    return [
      `${head} level=INFO msg="${roll.pick('reconciliation done', 'compaction done', 'request completed', 'cache refreshed')}" component=${component} duration=${roll.whole(2, 900)}ms items=${roll.whole(1, 400)}`,
    ];
  },
});

/** Go programs with JSON of their own. */
export const jsonProgram = (logger: string): LogVoice => ({
  rate: 0.2,
  say: ({ time, roll }) => {
    const message = roll.pick('reconciled', 'found provisionable pods', 'computed new nodes to fit pods', 'renewed lease');
    const level = roll.chance(0.04) ? 'ERROR' : 'INFO';
    return [
      JSON.stringify({
        level,
        time: new Date(time).toISOString(),
        logger,
        message,
        pods: roll.whole(1, 9),
        duration: `${roll.whole(2, 90)}ms`,
      }),
    ];
  },
});
