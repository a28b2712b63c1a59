import { afterEach, beforeEach, expect, test } from 'vitest';
import { ADMIN_TOKEN, type ApiServer, startApiServer } from '../../../../electron/demo/api-server.ts';
import type { Exchange } from '../../../../electron/demo/exchange.ts';
import { adminUser, isAllowed, namespacedUser } from '../../../../electron/demo/users.ts';
import { answerCells, answerImplied, answerRows } from '../../../../electron/features/access/answer-access.ts';
import { chooseMethod } from '../../../../electron/features/access/choose-method.ts';
import { HttpTransport } from '../../../../electron/kube/http-transport.ts';
import type { AccessCell, AccessRow } from '../../../../shared/access.ts';
import { connectionTo } from '../../kube/test-context.ts';

/* Access matrices over TLS against the demo's API server, which decides by rules of its own. */

const jane = namespacedUser('jane', ['shop']);
const users = new Map([
  [ADMIN_TOKEN, adminUser('admin')],
  ['jane', jane],
]);
const signal = new AbortController().signal;
const me = { identity: { user: 'jane', groups: [], uid: '', extra: {} }, method: 'self' } as const;

let server: ApiServer;
let transport: HttpTransport;
let intercept: (exchange: Exchange) => boolean;

function as(token: string): HttpTransport {
  const credential = { token, basic: null, clientCertificate: null, expiresAt: null };
  const connection = connectionTo(server.url, { certificateAuthority: server.certificateAuthority, credential });
  return new HttpTransport(connection, { userAgent: 'timonier/test', onUnauthorized: () => undefined });
}

beforeEach(async () => {
  intercept = () => false;
  server = await startApiServer({ users, intercept: (exchange) => intercept(exchange) });
  transport = as('jane');
});

afterEach(async () => {
  transport.close();
  await server.close();
});

const cellsOf = (rows: readonly AccessRow[]): AccessCell[] =>
  rows.flatMap(({ group, resource, subresource, namespaced, verbs }) =>
    verbs.map((verb) => ({ group, resource, subresource, verb, namespaced })),
  );

test('each cell is what the authorizer of the server says', async () => {
  const { rows } = await answerRows(transport, signal);
  const cells = cellsOf(rows);
  const answers = await answerCells(transport, { subject: me, namespace: 'shop', name: '', cells }, signal);
  const expected = cells.map(({ namespaced, ...cell }) =>
    isAllowed(jane, { ...cell, namespace: namespaced ? 'shop' : '', name: '' }) ? 'yes' : 'no',
  );
  expect(cells.length).toBeGreaterThan(100);
  expect(answers.map(({ answer }) => answer)).toEqual(expected);
});

test('the grid is filled from the list of rules that the server vouches for, equal to the answers for namespaced resources', async () => {
  const { rows } = await answerRows(transport, signal);
  const implied = await answerImplied(transport, { subject: me, namespace: 'shop', name: '', rows }, signal);
  expect(implied.from).toBe('rules');
  for (const [number, row] of rows.entries())
    for (const verb of row.namespaced ? row.verbs : []) {
      const allowed = isAllowed(jane, { ...row, verb, namespace: 'shop', name: '' });
      expect(implied.rows[number]?.yes.includes(verb), `${verb} ${row.resource}/${row.subresource}`).toBe(allowed);
    }
});

test('a yes to everything fills the grid of an administrator at once, everywhere', async () => {
  const admin = as(ADMIN_TOKEN);
  try {
    const { rows } = await answerRows(admin, signal);
    const implied = await answerImplied(admin, { subject: me, namespace: '', name: '', rows }, signal);
    expect(implied.from).toBe('wide');
    expect(implied.rows.every(({ yes }, number) => yes.length === rows[number]?.verbs.length)).toBe(true);
  } finally {
    admin.close();
  }
});

test('where nothing can be said at once, nothing is', async () => {
  const { rows } = await answerRows(transport, signal);
  const implied = await answerImplied(transport, { subject: me, namespace: '', name: '', rows }, signal);
  expect(implied).toMatchObject({ from: 'none', rows: [], roles: null, rolesError: { kind: 'status', code: 403 } });
});

test('a list of rules that is not complete implies nothing', async () => {
  intercept = (exchange) => {
    if (!exchange.path.endsWith('/selfsubjectrulesreviews')) return false;
    exchange.json(201, { status: { resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }], incomplete: true } });
    return true;
  };
  const { rows } = await answerRows(transport, signal);
  expect((await answerImplied(transport, { subject: me, namespace: 'shop', name: '', rows }, signal)).from).toBe('none');
});

test('a question that fails is unknown with its error, the others are answered', async () => {
  let reviews = 0;
  intercept = (exchange) => {
    if (!exchange.path.endsWith('/selfsubjectaccessreviews') || reviews++ !== 1) return false;
    exchange.json(500, { kind: 'Status', status: 'Failure', reason: 'InternalError', message: 'the authorizer is gone', code: 500 });
    return true;
  };
  const cells = ['get', 'list', 'watch'].map((verb) => ({ group: '', resource: 'pods', subresource: '', verb, namespaced: true }));
  const answers = await answerCells(transport, { subject: me, namespace: 'shop', name: '', cells }, signal);
  expect(answers.filter(({ answer }) => answer === 'yes')).toHaveLength(2);
  expect(answers.find(({ answer }) => answer === 'unknown')?.error).toMatchObject({ kind: 'status', code: 500 });
});

test('somebody else whom I may neither ask about nor act as is told by roles only, with every right that is missing', async () => {
  const subject = { type: 'user', user: 'bob', groups: ['dev'], uid: '', extra: {} } as const;
  const { method } = await chooseMethod(transport, { ...subject, groups: [...subject.groups] }, false, signal);
  expect(method).toMatchObject({
    method: 'roles',
    missing: [
      { verb: 'create', resource: 'subjectaccessreviews' },
      { verb: 'impersonate', resource: 'users', name: 'bob' },
      { verb: 'impersonate', resource: 'groups', name: 'dev' },
    ],
  });
});

test('an administrator asks about somebody else by review, and myself I am', async () => {
  const admin = as(ADMIN_TOKEN);
  try {
    const bob = { type: 'service-account', namespace: 'shop', name: 'bob' } as const;
    expect((await chooseMethod(admin, bob, false, signal)).method).toEqual({ method: 'review' });
    expect(await chooseMethod(admin, { type: 'me' }, false, signal)).toMatchObject({
      identity: { user: 'admin' },
      method: { method: 'self' },
    });
  } finally {
    admin.close();
  }
});
