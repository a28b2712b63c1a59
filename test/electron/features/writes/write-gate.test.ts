import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Journal } from '../../../../electron/features/writes/journal.ts';
import { type GatedWrite, WriteGate } from '../../../../electron/features/writes/write-gate.ts';
import { failure, type Result, success } from '../../../../shared/cluster-error.ts';
import { asContextId } from '../../../../shared/context-id.ts';
import { type JournalQuery, journalQuerySchema } from '../../../../shared/journal.ts';
import { type Protection, protectionSchema } from '../../../../shared/protection.ts';
import { FakeClock } from '../../kube/fake-clock.ts';

let folder: string;
let journal: Journal;
let protection: Protection;
let answer: Result<unknown>;
let called: unknown[];
let clock: FakeClock;
let logged: string[];
const contextId = asContextId('file#prod');
const confirmed = { confirmed: true, typed: 'prod' };

const write: GatedWrite = {
  action: 'evict',
  verb: 'create',
  target: { group: '', version: 'v1', resource: 'pods', subresource: 'eviction', namespace: 'shop', name: 'web-0', uid: 'u' },
  method: 'POST',
  path: '/api/v1/namespaces/shop/pods/web-0/eviction',
  contentType: 'application/json',
  body: { deleteOptions: { preconditions: { uid: 'u' } } },
  run: 'r1',
  undoes: '',
  before: null,
  after: null,
  undoable: false,
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'timonier-journal-'));
  journal = new Journal(join(folder, 'journal'));
  protection = protectionSchema.parse({});
  answer = success({ sent: 'done', code: 201, answer: null });
  called = [];
  clock = new FakeClock();
  logged = [];
});
afterEach(async () => {
  await journal.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The only file of the journal so far. */
function journalFile(): string {
  return join(journal.folder, readdirSync(journal.folder)[0] ?? 'no file');
}

function gateOver(file: Pick<Journal, 'append'> = journal): WriteGate {
  return new WriteGate({
    journal: file,
    clock,
    protection: () => protection,
    contextOf: () => ({ name: 'prod', names: ['prod'], environment: 'prod', server: 'a:6443', clusterUid: 'c', credential: 'admin' }),
    call: async (_channel, args) => {
      // What is asked for is on disk before it is sent.
      called.push({ args, linesBefore: readFileSync(journalFile(), 'utf8').split('\n').length - 1 });
      return answer;
    },
    log: (line) => logged.push(line),
  });
}

function permitOf(gate: WriteGate) {
  const permit = gate.permit(contextId, [write], confirmed);
  if (!permit.ok) throw new Error('not permitted');
  return permit.value;
}

const read = (query: Partial<JournalQuery> = {}) => journal.read(journalQuerySchema.parse(query));
/** Oldest first. */
const entries = async () => (await read()).entries.toReversed();

test('a write is on disk before it is sent, and so is its answer afterwards, for nobody but the user to read', async () => {
  const gate = gateOver();
  expect((await gate.send(permitOf(gate), write)).outcome).toEqual({ type: 'done', changed: true, code: 201 });
  expect(called).toMatchObject([{ linesBefore: 1, args: { contextId, method: 'POST', path: write.path } }]);
  expect(await entries()).toMatchObject([
    {
      context: 'prod',
      server: 'a:6443',
      clusterUid: 'c',
      credential: 'admin',
      action: 'evict',
      run: 'r1',
      outcome: { type: 'done', code: 201 },
    },
  ]);
  expect(statSync(journalFile()).mode & 0o777).toBe(0o600);
});

test('what was not confirmed as its guardrail asks is not permitted, and nothing is sent', () => {
  const gate = gateOver();
  const refused = gate.permit(contextId, [write], { confirmed: true, typed: 'production' });
  expect(refused).toEqual(failure({ kind: 'protected', reason: 'grade.protected', demand: 'type-name' }));
  expect(called).toEqual([]);
});

test('a guardrail that becomes stricter after the permit refuses the write, which is not sent', async () => {
  const gate = gateOver();
  const permit = permitOf(gate);
  protection = protectionSchema.parse({ rules: [{ effect: 'deny', reason: 'frozen until Monday' }] });
  expect((await gate.send(permit, write)).outcome).toEqual({ type: 'denied', reason: 'frozen until Monday' });
  expect(called).toEqual([]);
});

test('what cannot be written down is not sent', async () => {
  const gate = gateOver({ append: () => Promise.reject(new Error('ENOSPC')) });
  expect((await gate.send(permitOf(gate), write)).outcome).toMatchObject({
    type: 'failed',
    error: { kind: 'protected', reason: 'journal: ENOSPC' },
  });
  expect(called).toEqual([]);
});

test.each<[string, Result<unknown>, string]>([
  ['sent and never answered', success({ sent: 'unknown', error: { kind: 'internal', message: 'm' } }), 'unknown'],
  ['not sent', success({ sent: 'failed', error: { kind: 'internal', message: 'm' } }), 'failed'],
  ['its thread died', failure({ kind: 'internal', message: 'the data thread stopped' }), 'unknown'],
  ['not connected', failure({ kind: 'unsupported', what: 'connection', message: 'm' }), 'failed'],
])('the outcome of a write that was %s', async (_name, given, outcome) => {
  answer = given;
  const gate = gateOver();
  expect((await gate.send(permitOf(gate), write)).outcome.type).toBe(outcome);
  expect((await entries())[0]?.outcome.type).toBe(outcome);
});

test('after a crash in the middle of a line: the write before it is one whose answer nobody saw, the torn line is counted and kept, and new lines are whole', async () => {
  const gate = gateOver();
  await gate.send(permitOf(gate), write);
  await journal.close();
  const text = readFileSync(journalFile(), 'utf8');
  writeFileSync(journalFile(), text.slice(0, -20));
  journal = new Journal(journal.folder);
  await clock.pass(1);
  const next = gateOver();
  await next.send(permitOf(next), { ...write, target: { ...write.target, name: 'web-1' } });
  expect((await read()).damagedLines).toBe(1);
  expect((await entries()).map(({ target, outcome, answeredAt }) => [target.name, outcome.type, answeredAt === null])).toEqual([
    ['web-0', 'unknown', true],
    ['web-1', 'done', false],
  ]);
});

test('a hundred writes at once are a hundred entries in order, each with an id of its own, found by page and text', async () => {
  const gate = gateOver();
  const permit = permitOf(gate);
  const names = Array.from({ length: 100 }, (_, index) => `web-${index}`);
  await Promise.all(names.map((name) => gate.send(permit, { ...write, target: { ...write.target, name } })));
  expect((await entries()).map(({ target }) => target.name)).toEqual(names);
  expect(new Set((await entries()).map(({ id }) => id)).size).toBe(100);
  const first = await read({ limit: 60 });
  expect([first.entries.length, first.next, first.entries[0]?.target.name]).toEqual([60, first.entries.at(-1)?.id, 'web-99']);
  const rest = await read({ limit: 60, before: first.next });
  expect([rest.entries.length, rest.next]).toEqual([40, '']);
  expect((await read({ text: 'WEB-42' })).entries).toHaveLength(1);
  expect((await read({ run: 'r2' })).entries).toEqual([]);
});

test('what a guardrail refuses is recorded, before it is asked for and after, although nothing is sent', async () => {
  const gate = gateOver();
  gate.permit(contextId, [write, { ...write, target: { ...write.target, name: 'web-1' } }], { confirmed: true, typed: '' }, 'r2');
  const permit = permitOf(gate);
  protection = protectionSchema.parse({ rules: [{ effect: 'deny', reason: 'frozen until Monday' }] });
  await gate.send(permit, write);
  await gate.settled();
  expect((await entries()).map(({ target, run, outcome, undoable }) => [target.name, run, outcome, undoable])).toEqual([
    ['web-0', 'r2', { type: 'denied', reason: 'grade.protected' }, false],
    ['web-1', 'r2', { type: 'denied', reason: 'grade.protected' }, false],
    ['web-0', 'r1', { type: 'denied', reason: 'frozen until Monday' }, false],
  ]);
  expect(called).toEqual([]);
});

test('a refusal that cannot be written down is still a refusal, and is told', async () => {
  const gate = gateOver({ append: () => Promise.reject(new Error('ENOSPC')) });
  expect(gate.permit(contextId, [write], { confirmed: false, typed: '' }).ok).toBe(false);
  await gate.settled();
  expect(logged).toEqual(['the journal did not take a refusal: Error: ENOSPC']);
});

test.each([
  ['POST', { deleteOptions: {} }, '/p?dryRun=All', { deleteOptions: {} }],
  ['PATCH', { spec: {} }, '/p?dryRun=All', { spec: {} }],
  [
    'DELETE',
    { preconditions: { uid: 'u' } },
    '/p?dryRun=All',
    { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: 'u' }, dryRun: ['All'] },
  ],
] as const)('a dry run of a %s tells the server so, needs no confirmation and is not recorded', async (method, body, path, sent) => {
  const gate = gateOver();
  // A line on disk, for the fixture to count.
  await gate.send(permitOf(gate), write);
  called = [];
  expect(await gate.dryRun(contextId, { ...write, method, path: '/p', body })).toEqual({ type: 'done', changed: true, code: 201 });
  expect(called).toMatchObject([{ args: { contextId, method, path, body: sent } }]);
  expect(await entries()).toHaveLength(1);
});

test('where a write is refused whatever is said, not even a dry run is sent', async () => {
  protection = protectionSchema.parse({ grades: [{ pattern: '*', grade: 'read-only' }] });
  expect(await gateOver().dryRun(contextId, write)).toEqual({ type: 'denied', reason: 'grade.read-only' });
  expect(called).toEqual([]);
});
