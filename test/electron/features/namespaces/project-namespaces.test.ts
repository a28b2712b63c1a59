import { expect, it } from 'vitest';
import { projectNamespaces } from '../../../../electron/features/namespaces/project-namespaces.ts';

it.each<[string, object, string]>([
  ['Active', { phase: 'Active' }, 'ok'],
  ['Terminating', { phase: 'Terminating' }, 'progressing'],
  ['Terminating', { phase: 'Terminating', conditions: [{ type: 'NamespaceFinalizersRemaining', status: 'True' }] }, 'attention'],
  ['', {}, 'unknown'],
])('%s %j', (text, status, health) => {
  const row = projectNamespaces.project({ metadata: { name: 'n' }, status });
  expect(row.cells).toEqual([text, null]);
  expect(row).toMatchObject({ namespace: '', name: 'n', health });
});
