import { defineConfig } from 'vitest/config';

/*
 * One project per lane of `npm test`. `npx vitest run path/to/a.test.ts` finds the right one by the path.
 * The unit lane needs no build; the others run against dist/ or out/lane and are slow, so `npx vitest run` alone
 * (without a path) is rarely what you want: `npx vitest run --project unit` is.
 */

/** Lanes that start processes, clusters or browsers: a test waits for conditions, and these limits only end what hangs. */
const slow = { testTimeout: 120_000, hookTimeout: 300_000, fileParallelism: false } as const;

/** Tests of the data path under faults: beside its other tests by place, in the fault lane by what they need (time, real sockets). */
const faultTests =
  'test/electron/kube/{backoff,black-hole,certificate-faults,cluster-faults,data-path-faults,heartbeat,invariant,namespaces-refused,replay,slow-link,table-kinds}.test.ts';

/** kubectl, which is part of the test clusters' binary, judges how kubeconfigs are read and whether the demo speaks its protocol. */
const kubectlTests = 'test/electron/{demo/kubectl,kube/kubeconfig/kubectl-differential}.test.ts';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [
            faultTests,
            kubectlTests,
            'test/{architecture,faults,cluster,e2e,lane}/**',
            'test/**/kwok-patched/**',
            '**/node_modules/**',
          ],
          testTimeout: 20_000,
        },
      },
      { test: { name: 'graph', include: ['test/architecture/**/*.test.ts'] } },
      { test: { name: 'faults', include: ['test/faults/**/*.test.ts', faultTests], testTimeout: 60_000, hookTimeout: 60_000 } },
      { test: { name: 'cluster', include: ['test/cluster/**/*.test.ts', kubectlTests], ...slow } },
      { test: { name: 'browser', include: ['test/e2e/**/*.test.ts'], ...slow } },
      { test: { name: 'electron', include: ['test/lane/**/*.test.ts'], ...slow } },
    ],
  },
});
