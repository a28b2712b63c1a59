import { describe, expect, it } from 'vitest';
import { planProblemLinks } from '../../../../renderer/features/overview/plan-problem-links.ts';
import { asContextId } from '../../../../shared/context-id.ts';
import { problemOf } from './overview-fixture.ts';

const a = asContextId('/kube/config#a');
const paramsOf = (path: string | null) => new URLSearchParams(path?.split('?')[1]);

describe('planProblemLinks', () => {
  it('leads to the pods it was found in by what their names have in common, and to their logs', () => {
    const pods = ['web-5d4f8c7b9-abcde', 'web-5d4f8c7b9-fghij'];
    const links = planProblemLinks(a, problemOf('web', { pods }));
    expect(Object.fromEntries(paramsOf(links.pods))).toEqual({ c: a, ns: 'shop', f: 'web' });
    expect(links.logs?.objects.map(({ name }) => name)).toEqual(pods);
    expect(links.object).toMatchObject({ contextId: a, namespace: 'shop', name: 'web' });
  });

  it('finds pods that are not named after what they belong to', () => {
    const links = planProblemLinks(a, problemOf('nightly', { pods: ['backup-1-x2', 'backup-1-y3'] }));
    expect(paramsOf(links.pods).get('f')).toBe('backup-1');
  });

  it('leads from a node to the pods on it', () => {
    const object = { group: '', version: 'v1', resource: 'nodes', kind: 'Node', namespace: '', name: 'node-1' };
    const links = planProblemLinks(a, problemOf('node-1', { cause: 'node-not-ready', object, pods: [] }));
    expect(paramsOf(links.pods).get('f')).toBe('node:node-1');
    expect(links.logs).toBeNull();
  });

  it('reads the last Job of a CronJob that fails', () => {
    const object = { group: 'batch', version: 'v1', resource: 'cronjobs', kind: 'CronJob', namespace: 'shop', name: 'nightly' };
    const links = planProblemLinks(a, problemOf('nightly', { object, pods: [], facts: { lastJob: 'nightly-29' } }));
    expect(links.logs).toMatchObject({ resource: { resource: 'jobs' }, objects: [{ name: 'nightly-29' }] });
  });

  it('leads nowhere from what is no object', () => {
    const object = { group: '', version: '', resource: '', kind: '', namespace: '', name: '' };
    expect(planProblemLinks(a, problemOf('', { cause: 'not-looked-at', object, pods: [] }))).toEqual({
      object: null,
      pods: null,
      events: null,
      node: null,
      logs: null,
    });
  });
});
