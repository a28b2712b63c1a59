import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/*
 * The faults the data path survives, by their numbers, and the files whose test names carry them: a test that is removed or
 * renamed is noticed here. F: behaviour; P: what a proxy or a server does to us.
 */

const root = join(import.meta.dirname, '..');
const kube = 'electron/kube';
const page = 'faults/page-under-faults.test.ts';
const sleep = 'faults/sleep.test.ts';
const http2 = `${kube}/http2-connection.test.ts`;
const faults = `${kube}/data-path-faults.test.ts`;

const testedIn: Readonly<Record<string, readonly string[]>> = {
  F4: [`${kube}/black-hole.test.ts`, `${kube}/heartbeat.test.ts`, http2],
  F5: [`${kube}/backoff.test.ts`],
  F8: [`${kube}/http-transport.test.ts`],
  F11: [faults],
  F12: [`${kube}/http-transport.test.ts`],
  F14: [faults, page],
  F15: [faults],
  F18: [`${kube}/store.test.ts`, page],
  F19: [`${kube}/table-kinds.test.ts`],
  F21: [`${kube}/clock-skew.test.ts`],
  F22: [`${kube}/heartbeat.test.ts`],
  F28: [`${kube}/http-transport.test.ts`],
  F29: [`${kube}/http-transport.test.ts`],
  F31: [`${kube}/http-transport.test.ts`],
  F36: [faults],
  F37: [`${kube}/http-transport.test.ts`],
  F38: [http2],
  P01: [faults, page],
  P02: [`${kube}/heartbeat.test.ts`],
  P03: [`${kube}/black-hole.test.ts`, http2, page, sleep],
  P04: [http2],
  P06: [sleep],
  P07: [http2],
  P12: [`${kube}/backoff.test.ts`, faults, page],
  P13: [`${kube}/http-transport.test.ts`],
  P14: [`${kube}/http-transport.test.ts`],
  P19: [faults, page],
  P20: [faults],
  P22: [faults],
  P23: [faults, page],
  P24: [faults],
  P25: [faults, page],
  P26: [faults],
  P28: [faults, `${kube}/watch-decoder.test.ts`],
  P30: [faults],
  P31: [faults],
  P32: [`${kube}/watch-decoder.test.ts`],
  P34: [faults],
  P35: [faults, page],
  P36: [`${kube}/http-transport.test.ts`],
  P38: [`${kube}/http-transport.test.ts`],
  P39: [`${kube}/table-kinds.test.ts`],
  P43: [`${kube}/heartbeat.test.ts`],
  P47: [sleep],
};

/** Numbers in the names of a file's tests that are run: a skipped or commented test does not count. */
function numbersIn(file: string): ReadonlySet<string> {
  const names = readFileSync(join(root, file), 'utf8').matchAll(/^ *(?:test|it)(?:\.each\([^)]*\))?\(\s*'((?:[^'\\]|\\.)*)'/gm);
  return new Set([...names].flatMap(([, name = '']) => name.match(/\b[FP]\d{1,2}\b/g) ?? []));
}

test('every fault of the list is in the name of a test where the list says', () => {
  for (const [fault, files] of Object.entries(testedIn))
    for (const file of files) expect([...numbersIn(file)], `${fault} in ${file}`).toContain(fault);
});

test('every number that a test of the data path carries is in the list', () => {
  const files = readdirSync(join(root, kube), { withFileTypes: true }).filter((one) => one.isFile() && one.name.endsWith('.test.ts'));
  const found = [page, sleep, ...files.map((one) => `${kube}/${one.name}`)].flatMap((file) =>
    [...numbersIn(file)].map((fault) => [fault, file]),
  );
  for (const [fault = '', file = ''] of found) expect(testedIn[fault] ?? [], `${fault} of ${file}`).toContain(file);
});
