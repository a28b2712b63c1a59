import { afterEach, beforeEach, expect, test } from 'vitest';
import { ADMIN_TOKEN, type ApiServer, startApiServer } from '../../../electron/demo/api-server.ts';
import { adminUser, namespacedUser } from '../../../electron/demo/users.ts';
import { connectionTo, TestThread, until } from './test-context.ts';

/* Who the server takes us for, against the demo's API server. */

let server: ApiServer;
let thread: TestThread;

beforeEach(async () => {
  const users = new Map([
    [ADMIN_TOKEN, adminUser('admin')],
    ['jane', namespacedUser('jane', ['shop'])],
  ]);
  server = await startApiServer({ http2: true, users });
  thread = new TestThread();
});

afterEach(async () => {
  thread.disconnect();
  await server.close();
});

function connect(token: string): void {
  const credential = { token, basic: null, clientCertificate: null, expiresAt: null };
  const connection = connectionTo(server.url, { certificateAuthority: server.certificateAuthority, credential, refreshable: true });
  thread.host.receive({ type: 'connect', connection, namespaces: [] });
}

function users(): (string | null)[] {
  return thread.notices.flatMap((notice) => (notice.type === 'status' ? [notice.status.user] : []));
}

test('P21: a renewed credential that is another person shows in the status', async () => {
  connect(ADMIN_TOKEN);
  await until('the user is known', () => users().at(-1) === 'admin');
  connect('jane');
  await until('the new user is known', () => users().at(-1) === 'jane');
  expect([...new Set(users().filter((user) => user !== null))]).toEqual(['admin', 'jane']);
});

test('a server that does not know us leaves the user unknown', async () => {
  connect('nobody');
  await until('a status came', () => thread.notices.some((notice) => notice.type === 'unauthorized'));
  expect(new Set(users())).toEqual(new Set([null]));
});
