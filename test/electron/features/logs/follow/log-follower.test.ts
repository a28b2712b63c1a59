import { afterEach, expect, test } from 'vitest';
import { until } from '../../../kube/test-context.ts';
import { follow } from './follow-context.ts';
import { LogServer } from './log-server.ts';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

test.each(['http/1.1', 'h2'] as const)('what a container wrote and writes comes in order, over %s', async (protocol) => {
  const server = await LogServer.start(protocol);
  for (let index = 0; index < 500; index++) server.write(`line ${index}`);
  const { sink, stop } = follow(server);
  closing.push(stop);
  await until('all lines', () => sink.lines.length === 500);
  expect(sink.state).toEqual({ state: 'following' });
  server.write('one more');
  await until('the line that was written later', () => sink.lines.length === 501);
  expect(sink.rows).toEqual(server.written);
});

test('a broken connection is made again, and nothing is missing or comes twice', async () => {
  const server = await LogServer.start();
  for (let index = 0; index < 5; index++) server.write('the same', { after: 0n });
  const { sink, stop } = follow(server);
  closing.push(stop);
  await until('all lines', () => sink.lines.length === 5);
  server.cut('half');
  await until('broken', () => sink.state?.state === 'broken');
  server.write('the same', { after: 0n });
  await until('the line after the break', () => sink.lines.length >= 6);
  server.write('end');
  await until('the end', () => sink.lines.at(-1)?.endsWith('end') === true);
  expect(sink.lines).toEqual(server.written);
});
