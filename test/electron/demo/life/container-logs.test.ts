import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DemoCluster } from '../../../../electron/demo/demo-cluster.ts';
import { createDemoCluster } from '../../../../electron/demo/demo-cluster.ts';
import { DEMO_CLUSTERS } from '../../../../electron/demo/demo-fleet.ts';
import type { KubeObject } from '../../../../electron/demo/kube-object.ts';
import { listAt, textAt } from '../../../../electron/demo/kube-object.ts';
import { demoLogs } from '../../../../electron/demo/life/container-logs.ts';
import type { LogLine } from '../../../../electron/demo/log-handler.ts';

const NOW = Date.parse('2026-11-23T03:00:00Z');
const MINUTE = 60_000;

const clusters: readonly DemoCluster[] = DEMO_CLUSTERS.map((spec, index) => createDemoCluster(spec, { seed: 3 + index, now: NOW }));

interface Container {
  readonly pod: KubeObject;
  readonly name: string;
}

const containers: readonly Container[] = clusters.flatMap(({ state }) =>
  state
    .list('pods')
    .flatMap((pod) =>
      [...listAt(pod, 'spec', 'containers'), ...listAt(pod, 'spec', 'initContainers')].map((spec) => ({ pod, name: textAt(spec, 'name') })),
    ),
);

/** Lines of the first containers whose pod's name begins so, over some minutes before now. */
function wordsOf(prefix: string, minutes: number): readonly string[] {
  return containers
    .filter(({ pod }) => pod.metadata.name.startsWith(prefix))
    .flatMap(({ pod, name }) => demoLogs.lines(pod, name, NOW - minutes * MINUTE, NOW, false))
    .map((line) => line.text);
}

const nanosOf = (line: LogLine): number => line.nanos ?? 0;

describe('logs of the demo', () => {
  it('are the same in one question as in two, wherever the span is cut', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...containers),
        fc.integer({ min: 1, max: 240_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ pod, name }, span, cut) => {
          const from = NOW - span;
          const middle = from + Math.floor(span * cut);
          const whole = demoLogs.lines(pod, name, from, NOW, false);
          expect([...demoLogs.lines(pod, name, from, middle, false), ...demoLogs.lines(pod, name, middle, NOW, false)]).toEqual(whole);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('never go back in time, are of single lines, and have stamps of nanoseconds', () => {
    let withNanos = 0;
    for (const { pod, name } of containers) {
      let before: LogLine | null = null;
      for (const line of demoLogs.lines(pod, name, NOW - 5 * MINUTE, NOW, false)) {
        expect(line.text).not.toContain('\n');
        if (before !== null) expect(line.time - before.time || nanosOf(line) - nanosOf(before)).toBeGreaterThanOrEqual(0);
        if (nanosOf(line) % 1000 !== 0) withNanos++;
        before = line;
      }
    }
    expect(withNanos).toBeGreaterThan(1_000);
  });

  it.each([
    ['logfmt', 'checkout-api', /^level=info msg="POST \/v2\/checkout\/sessions 201 \d+ms" trace=[0-9a-f]{12}$/],
    ["pino's JSON", 'payments-worker', /^\{"level":30,"time":\d+,"pid":1,.*"msg":"job settle-\d+ picked from queue"\}$/],
    ["zap's JSON", 'payments-gateway', /^\{"level":"info","ts":[\d.]+,"caller":"gateway\/capture.go:98","msg":"capture ok"/],
    ['klog', 'kube-proxy', /^I1123 \d\d:\d\d:\d\d\.\d{6} +1 \S+\.go:\d+\] "/],
    ['colours', 'catalog-api', /ESC\[32mINFESC\[0m GET \/products\//],
    ['access lines', 'checkout-web', /^10\.\S+ - - \[23\/Nov\/2026:\d\d:\d\d:\d\d \+0000\] "GET \S+ HTTP\/1\.1" \d{3} \d+ /],
    ['text with a level', 'search-query', /^2026-11-23 0\d:\d\d:\d\d\.\d{3} {2}INFO 1 --- \[/],
  ])('has %s', (_what, prefix, pattern) => {
    expect(wordsOf(prefix, 5).filter((text) => pattern.test(text.replaceAll('\u001b', 'ESC'))).length).toBeGreaterThan(0);
  });

  it.each([
    ['Java', 'search-query', ['org.elasticsearch.ElasticsearchTimeoutException', '\tat com.shop', 'Caused by: java.net', '\t... 31 more']],
    ['Go', 'payments-gateway', ['panic: ', 'goroutine ', '\t/src/gateway/capture/pool.go:142']],
    ['Python', 'fraud-scoring', ['Traceback (most recent call last):', '  File "/app/scoring', 'TimeoutError: ']],
  ])('has stack traces of %s, their lines within a millisecond', (_language, prefix, parts) => {
    const found = containers
      .filter(({ pod }) => pod.metadata.name.startsWith(prefix))
      .flatMap(({ pod, name }) => {
        const lines = demoLogs.lines(pod, name, NOW - 30 * MINUTE, NOW, false);
        return lines.flatMap((line, index) => (line.text.startsWith(parts[0] ?? '') ? [lines.slice(index, index + 14)] : []));
      });
    expect(found.length).toBeGreaterThan(0);
    for (const lines of found)
      for (const part of parts) {
        const line = lines.find((one) => one.text.startsWith(part));
        expect(line, part).toBeDefined();
        expect((line?.time ?? 0) - (lines[0]?.time ?? 0)).toBeLessThanOrEqual(1);
      }
  });

  it('tell of time-outs while the payment provider is slow, and only then', () => {
    const at = (from: number) =>
      containers
        // What the collectors beside them say of their own exporter is not of the shop.
        .filter(({ pod, name }) => /^(checkout-api|payments-worker)/.test(pod.metadata.name) && name !== 'otel-agent')
        .flatMap(({ pod, name }) => demoLogs.lines(pod, name, from, from + 2 * MINUTE, false))
        .filter((line) => /timeout/.test(line.text)).length;
    const period = Math.floor(NOW / 480_000) * 480_000 - 480_000;
    expect(at(period + 5 * MINUTE)).toBeGreaterThan(20);
    expect(at(period + MINUTE)).toBeLessThan(10);
  });

  it('tell how a crash loop ended: the previous log has the fatal line, once, and little after it', () => {
    const looping = containers.filter(
      ({ pod, name }) =>
        name === 'gateway' &&
        listAt(pod, 'status', 'containerStatuses').some(
          (status) => textAt(status, 'name') === name && textAt(status, 'lastState', 'terminated', 'reason') === 'OOMKilled',
        ),
    );
    expect(looping.length).toBeGreaterThan(0);
    for (const { pod, name } of looping) {
      const lines = demoLogs.lines(pod, name, 0, NOW, true).map((line) => line.text);
      const fatal = lines.findIndex((text) => text.startsWith('fatal: allocation failed'));
      expect(lines.filter((text) => text.startsWith('fatal: '))).toHaveLength(1);
      expect(lines.slice(fatal + 1, fatal + 3).every((text) => text.startsWith('  at gateway/'))).toBe(true);
      expect(lines.slice(0, fatal).some((text) => text.includes('shedding batch traffic'))).toBe(true);
      expect(lines.length - fatal).toBeLessThan(60);
    }
  });

  it('flood a little: the indexer says more in four seconds than in the rest of the minute', () => {
    const pod = containers.find((one) => one.pod.metadata.name.startsWith('search-indexer'));
    const minute = Math.floor((NOW - 2 * MINUTE) / MINUTE) * MINUTE;
    const between = (from: number, to: number) =>
      pod === undefined ? 0 : demoLogs.lines(pod.pod, pod.name, minute + from, minute + to, false).length;
    expect(between(0, 4_000)).toBeGreaterThan(between(4_000, MINUTE));
  });
});
