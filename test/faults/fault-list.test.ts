import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/*
 * Every fault of kubeconfig, credentials, connection, list, watch, discovery, proxies, TLS, clock and sleep by its number, and
 * the files whose test names carry it: a test that is removed or renamed is noticed here. F: behaviour; P: what a proxy or a
 * server does to us. Missing numbers belong to exec and port-forward.
 */

const root = join(import.meta.dirname, '..');

const testedIn: Readonly<Record<string, readonly string[]>> = {
  F1: ['electron/kube/invariant.test.ts'],
  F2: ['electron/kube/invariant.test.ts'],
  F3: ['electron/kube/data-path-faults.test.ts'],
  F4: ['electron/kube/black-hole.test.ts', 'electron/kube/heartbeat.test.ts', 'electron/kube/http2-connection.test.ts'],
  F5: [
    'electron/kube/backoff.test.ts',
    'electron/features/logs/follow/log-follower.test.ts',
    'faults/access-under-faults.test.ts',
    'faults/usage-under-faults.test.ts',
  ],
  F6: ['electron/kube/data-path-faults.test.ts'],
  F7: ['electron/kube/http-transport.test.ts', 'electron/kube/cluster-faults.test.ts'],
  F8: ['electron/kube/http-transport.test.ts', 'electron/kube/certificate-faults.test.ts'],
  F9: ['electron/features/contexts/contexts-service.test.ts', 'electron/kube/credentials/credential-cache.test.ts'],
  F10: ['electron/kube/credentials/credential-cache.test.ts'],
  F11: [
    'electron/features/logs/sources/unreadable-logs.test.ts',
    'electron/kube/data-path-faults.test.ts',
    'faults/access-under-faults.test.ts',
    'faults/usage-under-faults.test.ts',
  ],
  F12: [
    'electron/kube/http-transport.test.ts',
    'faults/drain-under-faults.test.ts',
    'faults/access-under-faults.test.ts',
    'faults/usage-under-faults.test.ts',
  ],
  F13: [
    'electron/kube/data-path-faults.test.ts',
    'electron/kube/invariant.test.ts',
    'faults/access-under-faults.test.ts',
    'faults/usage-under-faults.test.ts',
  ],
  F14: ['electron/kube/data-path-faults.test.ts', 'electron/kube/protobuf/protobuf.test.ts', 'faults/page-under-faults.test.ts'],
  F15: ['electron/kube/data-path-faults.test.ts'],
  F16: ['electron/kube/data-path-faults.test.ts', 'electron/kube/invariant.test.ts'],
  F17: ['electron/kube/invariant.test.ts'],
  F18: ['electron/kube/invariant.test.ts', 'electron/kube/store.test.ts', 'faults/page-under-faults.test.ts'],
  F19: ['electron/kube/table-kinds.test.ts', 'faults/access-under-faults.test.ts', 'faults/usage-under-faults.test.ts'],
  F20: ['electron/kube/data-path-faults.test.ts'],
  F21: ['electron/kube/clock-skew.test.ts'],
  F22: ['electron/kube/heartbeat.test.ts'],
  F23: ['electron/features/contexts/contexts-service.test.ts', 'electron/kube/context-registry.test.ts'],
  F24: ['electron/kube/context-registry.test.ts'],
  F25: ['electron/kube/credentials/exec-plugin.test.ts'],
  F26: ['electron/kube/credentials/exec-plugin.test.ts'],
  F27: ['electron/kube/credentials/exec-plugin.test.ts'],
  F28: ['electron/kube/http-transport.test.ts'],
  F29: ['electron/kube/http-transport.test.ts'],
  F30: [
    'electron/features/contexts/contexts-service.test.ts',
    'electron/kube/context-registry.test.ts',
    'electron/kube/certificate-faults.test.ts',
  ],
  F31: ['electron/kube/http-transport.test.ts'],
  F34: [
    'electron/features/logs/follow/fifty-breaks.test.ts',
    'electron/features/logs/follow/log-follower.test.ts',
    'electron/features/logs/sources/unreadable-logs.test.ts',
    'faults/logs-under-faults.test.ts',
  ],
  F35: ['electron/kube/discovery-cache.test.ts'],
  F36: ['electron/kube/data-path-faults.test.ts', 'electron/kube/cluster-faults.test.ts'],
  F37: ['electron/kube/http-transport.test.ts'],
  F38: ['electron/kube/http2-connection.test.ts'],
  F39: ['electron/kube/data-path-faults.test.ts'],
  F40: ['electron/shell/settings-file.test.ts', 'faults/drain-under-faults.test.ts'],
  P01: [
    'electron/features/nodes/write-nodes.test.ts',
    'electron/kube/data-path-faults.test.ts',
    'electron/kube/send-write.test.ts',
    'faults/access-under-faults.test.ts',
    'faults/drain-under-faults.test.ts',
    'faults/page-under-faults.test.ts',
    'faults/usage-under-faults.test.ts',
  ],
  P02: ['electron/kube/heartbeat.test.ts'],
  P03: [
    'electron/kube/black-hole.test.ts',
    'electron/kube/http2-connection.test.ts',
    'faults/page-under-faults.test.ts',
    'faults/sleep.test.ts',
  ],
  P04: ['electron/kube/http2-connection.test.ts'],
  P06: ['electron/features/contexts/contexts-service.test.ts', 'faults/sleep.test.ts'],
  P07: ['electron/kube/http2-connection.test.ts', 'electron/shell/watch-machine.test.ts'],
  P08: ['electron/kube/slow-link.test.ts'],
  P09: ['electron/kube/slow-link.test.ts'],
  P10: ['electron/kube/http-transport.test.ts', 'electron/kube/cluster-faults.test.ts'],
  P12: [
    'electron/kube/backoff.test.ts',
    'electron/kube/data-path-faults.test.ts',
    'faults/page-under-faults.test.ts',
    'faults/drain-under-faults.test.ts',
    'electron/kube/send-write.test.ts',
  ],
  P13: ['electron/kube/http-transport.test.ts'],
  P14: ['electron/kube/http-transport.test.ts'],
  P15: ['electron/kube/http-transport.test.ts'],
  P17: ['electron/features/contexts/contexts-service.test.ts', 'electron/kube/certificate-faults.test.ts'],
  P18: ['electron/features/contexts/contexts-service.test.ts', 'electron/kube/certificate-faults.test.ts'],
  P19: [
    'electron/features/nodes/write-nodes.test.ts',
    'electron/kube/data-path-faults.test.ts',
    'electron/kube/send-write.test.ts',
    'faults/drain-under-faults.test.ts',
    'faults/page-under-faults.test.ts',
  ],
  P20: ['electron/kube/credentials/credential-cache.test.ts', 'electron/kube/data-path-faults.test.ts'],
  P21: ['electron/kube/acting-as.test.ts', 'electron/kube/credentials/exec-plugin.test.ts', 'renderer/acting-as.test.ts'],
  P22: [
    'electron/features/nodes/write-nodes.test.ts',
    'electron/kube/data-path-faults.test.ts',
    'faults/access-under-faults.test.ts',
    'faults/usage-under-faults.test.ts',
  ],
  P23: [
    'electron/kube/data-path-faults.test.ts',
    'faults/page-under-faults.test.ts',
    'faults/drain-under-faults.test.ts',
    'electron/kube/send-write.test.ts',
    'faults/access-under-faults.test.ts',
    'faults/usage-under-faults.test.ts',
  ],
  P24: [
    'electron/kube/data-path-faults.test.ts',
    'faults/drain-under-faults.test.ts',
    'faults/access-under-faults.test.ts',
    'faults/usage-under-faults.test.ts',
  ],
  P25: ['electron/kube/data-path-faults.test.ts', 'electron/kube/invariant.test.ts', 'faults/page-under-faults.test.ts'],
  P26: ['electron/kube/data-path-faults.test.ts', 'electron/kube/invariant.test.ts'],
  P28: ['electron/kube/data-path-faults.test.ts', 'electron/kube/protobuf/protobuf.test.ts', 'electron/kube/watch-decoder.test.ts'],
  P30: ['electron/kube/data-path-faults.test.ts', 'electron/kube/invariant.test.ts'],
  P31: ['electron/kube/data-path-faults.test.ts', 'electron/kube/invariant.test.ts'],
  P32: ['electron/kube/protobuf/protobuf.test.ts', 'electron/kube/watch-decoder.test.ts'],
  P34: ['electron/kube/data-path-faults.test.ts'],
  P35: ['electron/kube/data-path-faults.test.ts', 'faults/page-under-faults.test.ts'],
  P36: ['electron/kube/http-transport.test.ts'],
  P38: ['electron/kube/http-transport.test.ts'],
  P39: ['electron/kube/table-kinds.test.ts', 'faults/access-under-faults.test.ts', 'faults/usage-under-faults.test.ts'],
  P42: [
    'electron/features/logs/follow/fifty-breaks.test.ts',
    'electron/features/logs/follow/log-follower.test.ts',
    'electron/features/logs/follow/split-lines.test.ts',
    'faults/logs-under-faults.test.ts',
  ],
  P43: [
    'electron/features/logs/follow/log-follower.test.ts',
    'electron/features/logs/follow/server-time.test.ts',
    'electron/kube/heartbeat.test.ts',
    'faults/logs-under-faults.test.ts',
  ],
  P44: ['electron/features/contexts/contexts-service.test.ts', 'electron/kube/context-registry.test.ts'],
  P46: ['electron/kube/data-path-faults.test.ts', 'electron/kube/cluster-faults.test.ts'],
  P47: ['faults/sleep.test.ts'],
  P48: ['cluster/live-fleet.test.ts', 'electron/kube/cluster-faults.test.ts'],
};

/** What the test of a number cannot do on a machine like this, or does not cover yet, and what it does instead. */
const weaker: Readonly<Record<string, string>> = {
  F30: 'files are written again on disk; a socket that is drained meanwhile is a new token or authority in http-transport.test.ts',
  P02: 'the clock is turned by hand, so five minutes take seconds',
  P08: 'losing packets needs a network namespace: instead 300 ms round trip and pieces of 50 bytes',
  P10: 'the resolver is scripted: that of the machine cannot be broken and healed for one name',
  P09: 'the throttle is lifted after the first rows: 20,000 pods at 16 kB/s take minutes',
  P13: 'dropping SYN needs a firewall: a peer that accepts and says nothing takes the same time-out',
  P18: 'an API server answers 401 to a client certificate that has expired; a TLS alert in mid-session is not made',
  P22: 'pods and namespaces; the screen of each kind is judged by its own tests',
};

/** The numbers that this list must hold. */
const inScope = [...numbers('F', 1, 31), ...numbers('F', 34, 40)].concat(
  [...numbers('P', 1, 4), ...numbers('P', 6, 10), ...numbers('P', 12, 15), ...numbers('P', 17, 26), 'P28'],
  [...numbers('P', 30, 32), ...numbers('P', 34, 36), 'P38', 'P39', 'P42', 'P43', 'P44', ...numbers('P', 46, 48)],
);

function numbers(letter: 'F' | 'P', first: number, last: number): string[] {
  const width = letter === 'P' ? 2 : 1;
  return Array.from({ length: last - first + 1 }, (_, index) => letter + String(first + index).padStart(width, '0'));
}

/** Numbers in the names of a file's tests that are run: a skipped or commented test does not count. */
function numbersIn(file: string): ReadonlySet<string> {
  const names = readFileSync(join(root, file), 'utf8').matchAll(/^ *(?:test|it)(?:\.each\([^)]*\))?\(\s*'((?:[^'\\]|\\.)*)'/gm);
  return new Set([...names].flatMap(([, name = '']) => name.match(/\b[FP]\d{1,2}\b/g) ?? []));
}

test('every fault in scope has a test', () => {
  expect(inScope.filter((fault) => (testedIn[fault] ?? []).length === 0)).toEqual([]);
  expect(Object.keys(weaker).filter((fault) => !inScope.includes(fault))).toEqual([]);
});

test('every fault of the list is in the name of a test where the list says', () => {
  for (const [fault, files] of Object.entries(testedIn))
    for (const file of files) expect([...numbersIn(file)], `${fault} in ${file}`).toContain(fault);
});

test('every number that a test carries is in the list', () => {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /\.test\.tsx?$/.test(file) && file !== 'faults/fault-list.test.ts');
  for (const file of files) for (const fault of numbersIn(file)) expect(testedIn[fault] ?? [], `${fault} of ${file}`).toContain(file);
});
