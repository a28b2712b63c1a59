import { expect, test } from 'vitest';
import { settingsPatchSchema, settingsSchema } from '../../shared/settings.ts';

test.each([
  ['trustedPlugins', ['/home/me/.kube/plugin']],
  ['connected', true],
  ['clusterUid', 'u'],
  ['nonsense', 1],
])('the page cannot set %s of a context by changing settings', (field, value) => {
  const parsed = settingsPatchSchema.safeParse({ contexts: { 'f#a': { alias: 'A', [field]: value } } });
  expect(parsed.success).toBe(false);
  expect(parsed.error?.issues[0]).toMatchObject({ path: ['contexts', 'f#a'], message: expect.stringContaining(field) });
});

test('the page cannot add kubeconfigs by changing settings', () => {
  expect(settingsPatchSchema.safeParse({ kubeconfigs: ['/etc/passwd'] }).success).toBe(false);
});

test('what the user may say about a context passes', () => {
  const patch = {
    contexts: { 'f#a': { alias: 'A', colour: 2, group: 'g', environment: 'prod', pinned: true, order: 1, namespaces: ['a'] } },
  };
  expect(settingsPatchSchema.parse(patch)).toEqual(patch);
});

test('a change of one field of a table or of the logs says nothing about the others', () => {
  const patch = { tables: { pods: { widths: { name: 200 } } }, logs: { wrap: true } };
  expect(settingsPatchSchema.parse(patch)).toEqual(patch);
});

test('settings from before there were logs get their defaults', () => {
  expect(settingsSchema.parse({ version: 1 }).logs).toMatchObject({
    since: { type: 'duration', seconds: 600 },
    times: 'local',
    wrap: false,
  });
  expect(settingsSchema.parse({ logs: { wrap: true } }).logs).toMatchObject({ times: 'local', wrap: true });
});
