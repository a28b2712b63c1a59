import { describe, expect, it } from 'vitest';
import type { ContainerLine } from '../../../../renderer/features/detail/plan-containers.ts';
import { planUsageTarget } from '../../../../renderer/features/detail/plan-usage-target.ts';

const core = (resource: string) => ({ group: '', version: 'v1', resource });
const line = (name: string, health: ContainerLine['health']) => ({ name, health, kind: 'container' }) as ContainerLine;

describe('whose usage a drawer shows', () => {
  it('is the pod, the node, the namespace, or the workload with its pods', () => {
    expect(planUsageTarget(core('pods'), 'shop', 'web')).toEqual({ kind: 'pod', namespace: 'shop', name: 'web' });
    expect(planUsageTarget(core('nodes'), '', 'n1')).toEqual({ kind: 'node', name: 'n1' });
    expect(planUsageTarget(core('namespaces'), '', 'shop')).toEqual({ kind: 'namespace', name: 'shop' });
    const deployments = { group: 'apps', version: 'v1', resource: 'deployments' };
    expect(planUsageTarget(deployments, 'shop', 'web')).toEqual({ kind: 'workload', namespace: 'shop', owner: 'Deployment', name: 'web' });
  });

  it('is the container in trouble where a pod has several', () => {
    const lines = [line('gateway', 'broken'), line('otel-agent', 'ok')];
    expect(planUsageTarget(core('pods'), 'shop', 'web', lines)).toMatchObject({ kind: 'container', container: 'gateway' });
    expect(planUsageTarget(core('pods'), 'shop', 'web', lines.slice(0, 1))).toMatchObject({ kind: 'pod' });
  });

  it('is nobody’s for kinds that use nothing', () => {
    expect(planUsageTarget(core('services'), 'shop', 'web')).toBeNull();
  });
});
