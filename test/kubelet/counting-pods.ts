import { busyboxImage } from './real-node.ts';

/** Label of the Deployment whose pods count for as long as they live. */
export const steadyApp = 'steady';
/** Label of the pod whose container counts, and fails, again and again. */
export const failingApp = 'failing';

/** Lines of one run of the failing container. */
export const failingLines = 400;

/** Where a container leaves the number of its last line; a folder of the node. */
const truthMount = '/truth';

/**
 * Counts in lines `app pod run number` for as long as it runs (about 200 a second), and says at its end in TRUTH/POD.RUN how many there were.
 * `run` is the time of its start: a container that is started again begins a new count.
 */
const steady = `run=$(date +%s); i=0
trap 'echo $i > ${truthMount}/$HOSTNAME.$run; exit 0' TERM
while :; do
  n=0; while [ $n -lt 20 ]; do n=$((n+1)); i=$((i+1)); echo "steady $HOSTNAME $run $i $(printf %0*d $((i % 120)) 0)"; done
  sleep 0.1 & wait $!
done`;

const failing = `run=$(date +%s); i=0
while [ $i -lt ${failingLines} ]; do i=$((i+1)); echo "failing $HOSTNAME $run $i"; [ $((i % 100)) = 0 ] && sleep 0.3; done
echo $i > ${truthMount}/$HOSTNAME.$run; exit 3`;

const labels = (app: string) => ({ app, counting: 'true' });

/** For the node with the label `test/real`; `truth` is a folder of the node. */
function podSpec(script: string, truth: string): object {
  return {
    nodeSelector: { 'test/real': 'true' },
    tolerations: [{ key: 'test/real', operator: 'Exists' }],
    terminationGracePeriodSeconds: 5,
    containers: [
      {
        name: 'count',
        image: busyboxImage,
        imagePullPolicy: 'Never',
        command: ['sh', '-c', script],
        volumeMounts: [{ name: 'truth', mountPath: truthMount }],
      },
    ],
    volumes: [{ name: 'truth', hostPath: { path: truth, type: 'Directory' } }],
  };
}

/** A Deployment of three pods that count; `truth` is a folder of the node. */
export function steadyDeployment(truth: string): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: steadyApp, namespace: 'default' },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: steadyApp } },
      template: { metadata: { labels: labels(steadyApp) }, spec: podSpec(steady, truth) },
    },
  };
}

/** A pod whose container counts and fails, again and again; `truth` is a folder of the node. */
export function failingPod(truth: string): object {
  const metadata = { name: failingApp, namespace: 'default', labels: labels(failingApp) };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: podSpec(failing, truth) };
}
