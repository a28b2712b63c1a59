import type http from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ScriptedApiServer, sendStatus } from './scripted-api-server.ts';
import { connectionTo, TestThread, until } from './test-context.ts';

let server: ScriptedApiServer;
let thread: TestThread;

beforeEach(async () => {
  server = await ScriptedApiServer.start();
  thread = new TestThread();
});

afterEach(async () => {
  thread.disconnect();
  await server.stop();
});

test('the pods that are only counted wait for every list that somebody looks at, and no longer once somebody looks at them', async () => {
  const asked: string[] = [];
  const held: http.ServerResponse[] = [];
  server.intercept = (seen, response) => {
    if (!/^\/api\/v1\/[a-z]+$/.test(seen.path)) return false;
    asked.push(seen.path.slice('/api/v1/'.length));
    held.push(response);
    return true;
  };
  const answerOne = () => {
    const response = held.shift();
    if (response !== undefined) sendStatus(response, 404, 'NotFound', 'no such list');
  };
  // Four lists take all places, so that everything after them waits.
  for (const resource of ['ones', 'twos', 'threes', 'fours']) thread.open({ resource });
  thread.connect(connectionTo(server.url));
  await until('four lists are asked for', () => asked.length === 4);
  thread.open({ resource: 'fives' });
  thread.open({ resource: 'sixes' });
  answerOne();
  await until('the next is asked for', () => asked.length === 5);
  expect(asked[4]).toBe('fives');
  thread.open();
  answerOne();
  await until('and the next', () => asked.length === 6);
  expect(asked[5]).toBe('pods');
});
