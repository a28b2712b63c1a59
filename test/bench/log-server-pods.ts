/*
 * The pods of log-server.ts, by their label `app`: `flat-1` is one pod and `flat-20` are twenty that have ended and whose logs are
 * complete; `paced` are a hundred that run and write.
 */

/** Pods of each app. */
export const podCounts = { 'flat-1': 1, 'flat-20': 20, paced: 100 } as const;

export type BenchApp = keyof typeof podCounts;

/** The namespace of all of them. */
export const benchNamespace = 'bench';

export const isBenchApp = (text: string): text is BenchApp => Object.hasOwn(podCounts, text);

const started = '2026-11-02T14:00:00Z';

/** One of them, as the API server gives it. */
export function benchPod(app: BenchApp, index: number): object {
  const state =
    app === 'paced'
      ? { running: { startedAt: started } }
      : {
          terminated: {
            exitCode: 0,
            reason: 'Completed',
            startedAt: started,
            finishedAt: started,
            containerID: `containerd://${app}-${index}`,
          },
        };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${app}-${index}`,
      namespace: benchNamespace,
      uid: `00000000-0000-4000-8000-${app}-${String(index).padStart(4, '0')}`,
      resourceVersion: '1',
      creationTimestamp: started,
      labels: { app },
    },
    spec: { containers: [{ name: 'main', image: `registry.example/${app}:1` }], nodeName: `node-${index % 12}`, restartPolicy: 'Never' },
    status: {
      phase: app === 'paced' ? 'Running' : 'Succeeded',
      containerStatuses: [
        {
          name: 'main',
          image: `registry.example/${app}:1`,
          containerID: `containerd://${app}-${index}`,
          ready: app === 'paced',
          restartCount: 0,
          state,
          lastState: {},
        },
      ],
    },
  };
}

/** All pods that a label selector of the form `app=NAME` names; all when there is none. */
export function benchPods(selector: string | null): readonly object[] {
  return Object.entries(podCounts).flatMap(([app, count]) =>
    isBenchApp(app) && (!selector || selector === `app=${app}`) ? Array.from({ length: count }, (_, index) => benchPod(app, index)) : [],
  );
}

/** The pod of a name; null when there is none. */
export function benchPodNamed(name: string): { readonly app: BenchApp; readonly index: number } | null {
  const found = /^(.+)-(\d+)$/.exec(name);
  const app = found?.[1] ?? '';
  const index = Number(found?.[2]);
  return isBenchApp(app) && index < podCounts[app] ? { app, index } : null;
}
