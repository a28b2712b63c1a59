import { expect, test } from 'vitest';
import { previousPage } from '../../../../renderer/features/logs/use-open-previous.ts';
import { addressOfLogPage, parseLogPage } from '../../../../shared/log-page.ts';
import { logSource } from './log-source.ts';

test('the run before of a container is a view of that container alone, from its beginning, that a window can be opened with', () => {
  const page = previousPage(logSource({ number: 3, contextId: 'kube|config#prod', pod: 'web-x2k4q', container: 'app' }));
  expect(page).toMatchObject({
    selections: [{ target: { type: 'pods', pods: [{ namespace: 'shop', name: 'web-x2k4q' }] }, containers: ['app'] }],
    start: { since: { type: 'all' }, tailLines: null, previous: true },
  });
  const address = addressOfLogPage(page);
  expect(parseLogPage(address.slice(address.indexOf('#')))).toEqual({ ok: true, page });
});
