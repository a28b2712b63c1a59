import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { levelOf } from '../../../../../electron/features/logs/lines/level.ts';
import { type LogLevel, logLevels } from '../../../../../shared/logs.ts';

/* Lines as programs write them: each is from the documentation or the output of the logger it is named after. */

const esc = '\x1b';
const vectors: readonly (readonly [format: string, line: string, level: LogLevel | null])[] = [
  ['klog info', 'I0102 15:04:05.000000       1 controller.go:42] starting', 'info'],
  ['klog warning', 'W1125 08:00:00.123456   12345 reflector.go:533] watch closed', 'warn'],
  ['klog error', 'E0102 15:04:05.000000       1 leaderelection.go:330] error retrieving lock', 'error'],
  ['klog fatal', 'F0102 15:04:05.000000       1 main.go:12] cannot start', 'fatal'],
  ['glog 0.6', 'E20240102 15:04:05.000000  4242 net.cc:91] connection lost', 'error'],
  ['logrus logfmt', 'time="2024-01-02T15:04:05Z" level=warning msg="disk almost full" error="no error"', 'warn'],
  ['logrus terminal', 'ERRO[0012] cannot connect                               host=db', 'error'],
  ['logrus terminal, coloured', `${esc}[33mWARN${esc}[0m[0000] slow query`, 'warn'],
  ['logrus terminal fatal', 'FATA[0000] no configuration', 'fatal'],
  ['prometheus', 'ts=2024-01-02T15:04:05.123Z caller=main.go:552 level=error component=web err="bind: address in use"', 'error'],
  ['log15', 't=2024-01-02T15:04:05+0000 lvl=eror msg="failed" err=EOF', 'error'],
  ['logfmt, quoted level', 'at="2024" level="debug" msg=x', 'debug'],
  ['logfmt, far from the beginning', `ts=1 msg="${'long '.repeat(60)}" level=error`, 'error'],
  ['slog text', 'time=2024-01-02T15:04:05.000Z level=INFO msg=started', 'info'],
  ['slog default', '2024/01/02 15:04:05 WARN slow request path=/x', 'warn'],
  ['heroku-like severity', 'severity=CRITICAL source=db msg=down', 'fatal'],
  ['zap JSON', '{"level":"error","ts":1704207845.1,"caller":"main.go:12","msg":"boom"}', 'error'],
  ['zap JSON dpanic', '{"level":"dpanic","msg":"x"}', 'fatal'],
  ['JSON with spaces', '{ "time": "2024-01-02", "level": "warn", "msg": "x" }', 'warn'],
  ['Google Cloud', '{"message":"level is error","severity":"WARNING","timestamp":"2024-01-02T15:04:05Z"}', 'warn'],
  ['pino', '{"level":30,"time":1704207845123,"pid":1,"hostname":"x","msg":"hi"}', 'info'],
  ['pino fatal', '{"level":60,"time":1704207845123,"msg":"bye"}', 'fatal'],
  ['bunyan', '{"name":"app","hostname":"x","pid":1,"level":50,"msg":"bad","time":"2024-01-02T15:04:05.000Z","v":0}', 'error'],
  ['pino trace', '{"level":10,"msg":"t"}', 'trace'],
  ['monolog JSON', '{"message":"x","context":{"level":"error"},"level":300,"level_name":"WARNING","channel":"app"}', 'warn'],
  ['ECS dotted', '{"@timestamp":"2024-01-02T15:04:05Z","log.level":"ERROR","message":"x"}', 'error'],
  ['ECS nested', '{"@timestamp":"2024","log":{"level":"debug","logger":"a"},"message":"x"}', 'debug'],
  ['python-json-logger', '{"asctime": "2024-01-02 15:04:05,123", "levelname": "ERROR", "message": "x"}', 'error'],
  ['OpenTelemetry', '{"body":"x","severityNumber":17,"severityText":"ERROR"}', 'error'],
  ['Serilog compact', '{"@t":"2024-01-02T15:04:05Z","@mt":"x {y}","@l":"Warning","y":1}', 'warn'],
  ['MongoDB 4.4', '{"t":{"$date":"2024-01-02T15:04:05.000+00:00"},"s":"W",  "c":"NETWORK",  "id":1,"ctx":"conn1","msg":"slow"}', 'warn'],
  ['etcd 3.5', '{"level":"warn","ts":"2024-01-02T15:04:05.1Z","caller":"etcdserver/util.go:170","msg":"apply took too long"}', 'warn'],
  ['JSON escapes before', '{"msg":"say \\"level\\":\\"error\\" \\\\","level":"info"}', 'info'],
  ['JSON after a stamp', '2024-01-02T15:04:05Z stdout F {"level":"error","msg":"x"}', 'error'],
  ['JSON without level', '{"msg":"error","status":500}', null],
  ['JSON verbosity is no level', '{"level":2,"msg":"x"}', null],
  ['JSON, the level of something else', '{"query":{"level":"error"},"msg":"x"}', null],
  ['log4j', '2024-01-02 15:04:05,123 [main] ERROR com.example.Foo - failed', 'error'],
  ['Spring Boot', '2024-01-02T15:04:05.123Z  WARN 1 --- [           main] c.e.DemoApplication : slow', 'warn'],
  ['logback, colour', `15:04:05.123 [main] ${esc}[1;31mERROR${esc}[0;39m ${esc}[36mc.e.Foo${esc}[0;39m - x`, 'error'],
  ['java.util.logging', 'SEVERE: Servlet.service() threw exception', 'error'],
  ['java.util.logging fine', 'FINE: detail', 'debug'],
  ['Kafka', '[2024-01-02 15:04:05,123] INFO [KafkaServer id=0] started (kafka.server.KafkaServer)', 'info'],
  ['Elasticsearch', '[2024-01-02T15:04:05,123][WARN ][o.e.m.j.JvmGcMonitorService] [node-1] overhead', 'warn'],
  ['Cassandra', 'WARN  [main] 2024-01-02 15:04:05,123 File.java:1 - x', 'warn'],
  ['zap console', '2024-01-02T15:04:05.000Z\tERROR\tsetup\tunable to start manager', 'error'],
  ['Istio', '2024-01-02T15:04:05.000000Z\tinfo\tFLAG: --domain="x"', 'info'],
  ['Envoy', '[2024-01-02 15:04:05.123][1][warning][main] [source/server/server.cc:1] x', 'warn'],
  ['zerolog console', `${esc}[90m3:04PM${esc}[0m ${esc}[31mERR${esc}[0m failed error="x"`, 'error'],
  ['nginx', '2024/01/02 15:04:05 [error] 29#29: *1 open() "/x" failed (2: No such file or directory)', 'error'],
  ['nginx notice', '2024/01/02 15:04:05 [notice] 1#1: start worker processes', 'info'],
  ['nginx emerg', '2024/01/02 15:04:05 [emerg] 1#1: host not found in upstream', 'fatal'],
  ['Apache 2.4', '[Wed Oct 11 14:32:52.123456 2000] [core:error] [pid 12] [client 10.0.0.1] File does not exist', 'error'],
  ['Apache 2.2', '[Wed Oct 11 14:32:52 2000] [warn] child process still did not exit', 'warn'],
  ['PostgreSQL error', '2024-01-02 15:04:05.123 UTC [12] ERROR:  relation "x" does not exist at character 15', 'error'],
  ['PostgreSQL log', '2024-01-02 15:04:05.123 UTC [1] LOG:  database system is ready to accept connections', 'info'],
  ['PostgreSQL fatal', '2024-01-02 15:04:05.123 UTC [12] app@db FATAL:  password authentication failed', 'fatal'],
  ['PostgreSQL panic', 'PANIC:  could not locate a valid checkpoint record', 'fatal'],
  ['PostgreSQL statement', '2024-01-02 15:04:05.123 UTC [12] STATEMENT:  select * from x', null],
  ['MySQL', '2024-01-02T15:04:05.123456Z 0 [Warning] [MY-010068] [Server] CA certificate ca.pem is self signed.', 'warn'],
  ['MariaDB note', '2024-01-02 15:04:05 0 [Note] mariadbd: ready for connections.', 'info'],
  ['RabbitMQ', '2024-01-02 15:04:05.123456+00:00 [error] <0.230.0> CRASH REPORT', 'error'],
  ['NATS', '[1] 2024/01/02 15:04:05.123456 [ERR] cannot listen', 'error'],
  ['Fluentd', '2024-01-02 15:04:05 +0000 [warn]: #0 failed to flush', 'warn'],
  ['Fluent Bit', '[2024/01/02 15:04:05] [ warn] [engine] failed to flush chunk', 'warn'],
  ['HAProxy', '[ALERT]    (1) : config : parsing failed', 'fatal'],
  ['CoreDNS', '[INFO] 10.244.0.1:39213 - 123 "A IN error.example. udp 36 false 512" NOERROR qr,rd,ra 70 0.001s', 'info'],
  ['Vault', '2024-01-02T15:04:05.123Z [WARN]  core: entering standby mode', 'warn'],
  ['capnslog', '2020-01-02 15:04:05.000000 W | etcdserver: read-only range request took too long', 'warn'],
  ['MongoDB 4.2', '2020-01-02T15:04:05.000+0000 E STORAGE  [initandlisten] WiredTiger error', 'error'],
  ['logcat', '01-02 15:04:05.000  1234  1250 E AndroidRuntime: FATAL EXCEPTION: main', 'error'],
  ['Jupyter', '[W 2024-01-02 15:04:05.123 ServerApp] 404 GET /x', 'warn'],
  ['Ruby Logger', 'E, [2024-01-02T15:04:05.123456 #12] ERROR -- : undefined method', 'error'],
  ['Python logging', 'WARNING:root:careful', 'warn'],
  ['Python logging, named', 'ERROR:django.request:Internal Server Error: /', 'error'],
  ['Python logging, dashes', '2024-01-02 15:04:05,123 - my.module - ERROR - it failed', 'error'],
  ['uvicorn', 'INFO:     127.0.0.1:1234 - "GET /error HTTP/1.1" 500 Internal Server Error', 'info'],
  ['gunicorn', '[2024-01-02 15:04:05 +0000] [1] [INFO] Listening at: http://0.0.0.0:8000 (1)', 'info'],
  ['Celery', '[2024-01-02 15:04:05,123: WARNING/MainProcess] consumer: Connection to broker lost', 'warn'],
  ['Airflow', '[2024-01-02T15:04:05.123+0000] {taskinstance.py:1937} ERROR - Task failed with exception', 'error'],
  ['Loguru', '2024-01-02 15:04:05.123 | WARNING  | __main__:main:12 - x', 'warn'],
  ['Monolog', '[2024-01-02T15:04:05.123456+00:00] app.ERROR: Uncaught exception {"exception":"x"} []', 'error'],
  ['php-fpm', '[02-Jan-2024 15:04:05] WARNING: [pool www] server reached max_children', 'warn'],
  ['PHP', '[02-Jan-2024 15:04:05 UTC] PHP Fatal error:  Uncaught Error', 'error'],
  ['.NET console', 'fail: Microsoft.AspNetCore.Server.Kestrel[13]', 'error'],
  ['.NET console info', 'info: Microsoft.Hosting.Lifetime[14]', 'info'],
  ['.NET console, coloured', `${esc}[41m${esc}[30mcrit${esc}[39m${esc}[22m${esc}[49m: Program[0]`, 'fatal'],
  ['Serilog console', '[15:04:05 WRN] slow request', 'warn'],
  ['Serilog console fatal', '[15:04:05 FTL] Host terminated unexpectedly', 'fatal'],
  ['winston simple', 'warn: cache miss {"key":1}', 'warn'],
  ['npm', 'npm ERR! code ELIFECYCLE', 'error'],
  ['env_logger', '[2024-01-02T15:04:05Z ERROR my_crate::net] timeout', 'error'],
  ['tracing', '2024-01-02T15:04:05.123456Z  WARN ThreadId(01) my_crate: x', 'warn'],
  [
    'tracing, coloured',
    `${esc}[2m2024-01-02T15:04:05.123456Z${esc}[0m ${esc}[34mDEBUG${esc}[0m ${esc}[2mhyper${esc}[0m${esc}[2m:${esc}[0m x`,
    'debug',
  ],
  ['Elixir', '15:04:05.123 [error] GenServer terminating', 'error'],
  ['syslog with priority', '<11>1 2024-01-02T15:04:05Z host app - - - boom', 'error'],
  ['systemd level', '<4>careful', 'warn'],
  ['kernel debug', '<7>detail', 'debug'],
  ['syslog text', 'Jan  2 15:04:05 host app[12]: ERROR could not bind', 'error'],
  ['GNU error', 'app: error: cannot open file', 'error'],
  ['Node error', 'Error: connect ECONNREFUSED 127.0.0.1:5432', 'error'],
  ['Go panic', 'panic: runtime error: index out of range [5] with length 3', 'fatal'],
  ['Go fatal', 'fatal error: all goroutines are asleep - deadlock!', 'fatal'],
  ['Rust panic', "thread 'main' panicked at src/main.rs:2:5:", 'fatal'],
  ['Python traceback', 'Traceback (most recent call last):', 'error'],
  ['Java uncaught', 'Exception in thread "main" java.lang.IllegalStateException: x', 'error'],
  ['after a stamp, lower case', '2024-01-02T15:04:05Z error could not bind', 'error'],
  ['kubectl apply', 'Warning: resource deployments/x is missing the annotation', 'warn'],
  ['starred', '*** WARNING *** low space', 'warn'],
  ['plain', 'listening on :8080', null],
  ['empty', '', null],
  ['only spaces', '   \t ', null],
  ['access line', '10.0.0.1 - - [02/Jan/2024:15:04:05 +0000] "GET /error HTTP/1.1" 500 12 "-" "ERROR bot"', null],
  ['access line, short', 'POST /v2/checkout/sessions 201 38ms trace=7f3a9c21e0b4', null],
  ['no errors', 'finished with no errors', null],
  ['no error', '2024-01-02 15:04:05 no error: all good', null],
  ['NO ERROR', 'NO ERROR found', null],
  ['terror', 'terror: none', null],
  ['TERROR', 'TERROR', null],
  ['ERROR_CODE', 'ERROR_CODE=0', null],
  ['an identifier', 'my-error-handler: registered', null],
  ['information in prose', 'more information is in the manual', null],
  ['level in prose', 'the debug endpoint is at /debug', null],
  ['late capitals', 'the server answered our request with ERROR twice', null],
  ['stack frame', '\tat com.example.ERROR(Foo.java:12)', null],
  ['a note in prose', 'note that this is slow', null],
  ['I am', '2024-01-02 15:04:05 I am here', null],
  ['hex that begins like klog', 'E0102 is a colour', null],
  ['a pair that ends like level', 'zoom_level=error', null],
  ['a query', 'GET /x?level=error 200', null],
];

const encoder = new TextEncoder();

describe('the level a line says', () => {
  test.each(vectors)('%s: %s', (_format, line, level) => {
    const bytes = encoder.encode(line);
    expect(logLevels[levelOf(bytes, 0, bytes.length)]).toBe(level);
  });

  test.each(vectors)('%s is read alike amid other lines: %s', (_format, line, level) => {
    const before = 'ERROR level=error "level":"fatal" E0102 15:0';
    const bytes = encoder.encode(`${before}${line} ERROR: level=fatal [error] "level":"error"`);
    const start = before.length;
    expect(logLevels[levelOf(bytes, start, start + encoder.encode(line).length)]).toBe(level);
  });
});

const pieces = fc.constantFrom(
  ...[
    '{"',
    '"level":',
    '"error"',
    '"log":{',
    '}',
    '[',
    ']',
    'level=',
    'ERROR',
    'warn',
    ':',
    ' ',
    '\t',
    '\x1b',
    '\x1b[',
    '31m',
    '\\',
    '"',
    '<',
    '3>',
    'E0102 15:',
    'I',
    '|',
    '=',
  ],
);

test('whatever the bytes, a level there is, and nothing outside the line is read', () => {
  const line = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.array(pieces, { maxLength: 30 }).map((some) => encoder.encode(some.join(''))),
  );
  fc.assert(
    fc.property(line, fc.nat(20), (content, start) => {
      const bytes = new Uint8Array(start + content.length + 20).fill(0x21);
      bytes.set(content, start);
      const end = start + content.length;
      const outside: number[] = [];
      const watched = new Proxy(bytes, {
        get(target, key) {
          const index = typeof key === 'string' && /^\d+$/.test(key) ? Number(key) : null;
          if (index !== null && (index < start || index >= end)) outside.push(index);
          return index === null ? Reflect.get(target, key, target) : target[index];
        },
      });
      const level = levelOf(watched, start, end);
      expect(outside).toEqual([]);
      expect(level in logLevels).toBe(true);
      expect(level).toBe(levelOf(content, 0, content.length));
    }),
    { numRuns: 500 },
  );
});

test('a line of 1 MB is looked at only where it begins', () => {
  const bytes = encoder.encode(`ts=1 ${'x=1 '.repeat(250_000)} level=error`);
  expect(levelOf(bytes, 0, bytes.length)).toBe(0);
});
