import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoFleet } from '../../../electron/demo/demo-fleet.ts';
import { startFleet } from '../../../electron/demo/demo-fleet.ts';
import { cachedBinaries } from '../../cluster/binaries.ts';

const run = promisify(execFile);
const binary = cachedBinaries()?.testcluster ?? '';

// The real kubectl is the judge of whether this is the protocol.
describe.skipIf(binary === '')('the demo fleet through the real kubectl (part of the test clusters)', () => {
  let fleet: DemoFleet;
  let folder = '';
  let now = Date.parse('2026-11-23T03:00:00Z');
  let flags: readonly string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'timonier-kubectl-'));
    fleet = await startFleet({ now: () => now, live: false });
    await writeFile(join(folder, 'kubeconfig'), fleet.kubeconfig);
    flags = ['kubectl', '--kubeconfig', join(folder, 'kubeconfig'), '--cache-dir', join(folder, 'cache')];
  }, 60_000);
  afterAll(async () => {
    await fleet?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const kubectl = async (...args: readonly string[]): Promise<string> =>
    (await run(binary, [...flags, ...args], { maxBuffer: 64 * 2 ** 20, timeout: 30_000 })).stdout;
  const step = (ms: number): void => {
    now += ms;
    for (const cluster of fleet.clusters) cluster.advanceTo(now);
  };

  it('lists pods of all namespaces, wide', async () => {
    const lines = (await kubectl('--context', 'ovh-prod', 'get', 'pods', '-A', '-o', 'wide')).trim().split('\n');
    expect(lines[0]?.split(/\s{2,}/)).toEqual([
      'NAMESPACE',
      'NAME',
      'READY',
      'STATUS',
      'RESTARTS',
      'AGE',
      'IP',
      'NODE',
      'NOMINATED NODE',
      'READINESS GATES',
    ]);
    expect(lines).toHaveLength(1 + (fleet.clusters[1]?.state.count('pods') ?? 0));
    expect(lines.some((line) => line.includes('ImagePullBackOff'))).toBe(true);
  });

  it('knows every resource, custom ones and metrics too, and lists each without an error', async () => {
    const names = (await kubectl('--context', 'eks-live', 'api-resources', '--verbs=list', '-o', 'name')).trim().split('\n');
    expect(names).toEqual(
      expect.arrayContaining([
        'pods',
        'deployments.apps',
        'certificates.cert-manager.io',
        'nodepools.karpenter.sh',
        'nodes.metrics.k8s.io',
      ]),
    );
    const all = await kubectl(
      '--context',
      'eks-live',
      'get',
      names.filter((name) => !name.endsWith('metrics.k8s.io')).join(','),
      '-A',
      '--ignore-not-found',
    );
    expect(all).toContain('deployment.apps/checkout-api');
    expect(await kubectl('--context', 'eks-live', 'get', 'certs', '-A')).toMatch(/NAMESPACE\s+NAME\s+READY\s+SECRET\s+AGE/);
  });

  it('answers raw paths, top and describe', async () => {
    expect(JSON.parse(await kubectl('--context', 'kapsule-prod', 'get', '--raw', '/version')).gitVersion).toBe('v1.34.6');
    expect(await kubectl('--context', 'kapsule-prod', 'get', '--raw', '/readyz')).toBe('ok');
    expect(await kubectl('--context', 'kapsule-prod', 'top', 'nodes')).toMatch(/NAME\s+CPU\(cores\)/);
    expect(await kubectl('--context', 'kapsule-prod', 'top', 'pods', '-A')).toContain('checkout-api');
    const [first] =
      fleet.clusters[1]?.state.list('pods', 'payments').filter((pod) => pod.metadata.name.startsWith('payments-gateway')) ?? [];
    const text = await kubectl('--context', 'ovh-prod', 'describe', 'pod', '-n', 'payments', first?.metadata.name ?? '');
    expect(text).toMatch(/Controlled By:\s+ReplicaSet\/payments-gateway-/);
    expect(text).toContain('BackOff');
    expect(await kubectl('--context', 'ovh-prod', 'logs', '-n', 'catalog', 'deploy/image-resizer', '--tail', '5')).toContain(
      'image_resizer::worker',
    );
  });

  it('follows scale, rollout and cordon', async () => {
    await kubectl('--context', 'kapsule-prod', 'scale', '-n', 'search', 'deployment/search-indexer', '--replicas', '4');
    step(30_000);
    expect(
      await kubectl('--context', 'kapsule-prod', 'rollout', 'status', '-n', 'search', 'deployment/search-indexer', '--timeout', '10s'),
    ).toContain('successfully rolled out');
    expect(await kubectl('--context', 'kapsule-prod', 'get', 'deploy', '-n', 'search', 'search-indexer')).toContain('4/4');
    await kubectl('--context', 'kapsule-prod', 'rollout', 'restart', '-n', 'search', 'deployment/search-indexer');
    step(60_000);
    expect(await kubectl('--context', 'kapsule-prod', 'rollout', 'history', '-n', 'search', 'deployment/search-indexer')).toMatch(/\n2\s/);
    const node = fleet.clusters[0]?.state.list('nodes')[0]?.metadata.name ?? '';
    await kubectl('--context', 'kapsule-prod', 'cordon', node);
    expect(await kubectl('--context', 'kapsule-prod', 'get', 'node', node)).toContain('Ready,SchedulingDisabled');
  });

  it('watches: a deleted pod terminates and its replacement runs', async () => {
    const [pod] = fleet.clusters[0]?.state.list('pods', 'checkout').filter((one) => one.metadata.name.startsWith('checkout-web')) ?? [];
    const name = pod?.metadata.name ?? '';
    const watch = spawn(binary, [...flags, '--context', 'kapsule-prod', 'get', 'pods', '-n', 'checkout', '-w']);
    let heard = '';
    const until = (test: RegExp): Promise<void> =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`kubectl -w never said ${test}: ${heard}`)), 15_000);
        const look = (): void => {
          if (!test.test(heard)) return;
          clearTimeout(timer);
          watch.stdout.off('data', look);
          resolve();
        };
        watch.stdout.on('data', look);
        look();
      });
    watch.stdout.on('data', (chunk: Buffer) => {
      heard += chunk.toString();
    });
    try {
      await until(new RegExp(`${name}\\s+1/1\\s+Running`));
      await kubectl('--context', 'kapsule-prod', 'delete', 'pod', '-n', 'checkout', name, '--wait=false');
      await until(new RegExp(`${name}\\s+1/1\\s+Terminating`));
      heard = '';
      step(45_000);
      await until(/checkout-web-\S+\s+1\/1\s+Running/);
      expect(fleet.clusters[0]?.state.get('pods', 'checkout', name)).toBeNull();
    } finally {
      watch.kill();
    }
  });
});
