import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cordonWrite } from '../../electron/features/nodes/run/run-writes.ts';
import { Journal } from '../../electron/features/writes/journal.ts';
import { WriteGate } from '../../electron/features/writes/write-gate.ts';
import { runWritesOf } from '../../electron/gated-writes.ts';
import { success } from '../../shared/cluster-error.ts';
import { contextIdOf } from '../../shared/context-id.ts';
import { protectionSchema } from '../../shared/protection.ts';
import { FakeClock } from './kube/fake-clock.ts';

const contextId = contextIdOf('test', 'one');
let folder: string;
let journal: Journal;
let clusterUid: string;
let sent: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'timonier-gated-'));
  journal = new Journal(folder);
  clusterUid = 'first';
  sent = 0;
});
afterEach(async () => {
  await journal.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a drain goes on in the cluster in which it began, and sends nothing where its context leads since', async () => {
  const gate = new WriteGate({
    journal,
    clock: new FakeClock(),
    protection: () => protectionSchema.parse({ grades: [] }),
    contextOf: () => ({ name: 'one', names: ['one'], environment: 'dev', server: '', clusterUid, credential: '' }),
    call: async () => {
      sent++;
      return success({ sent: 'done', code: 200, answer: null });
    },
    log: () => undefined,
  });
  const writes = runWritesOf(gate);
  const who = { contextId, run: 'r', confirmation: { confirmed: true, typed: '' }, clusterUid: writes.clusterUid(contextId) };
  expect(await writes.send(who, cordonWrite('a', true))).toMatchObject({ type: 'done' });
  clusterUid = 'second';
  expect(await writes.send(who, cordonWrite('b', true))).toMatchObject({ type: 'denied', error: { kind: 'drain' } });
  expect(sent).toBe(1);
});
