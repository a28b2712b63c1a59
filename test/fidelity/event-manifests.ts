import { type Filling, hoursAgo, namespace, object } from './filling.ts';

const involvedObject = { kind: 'Pod', namespace, name: 'crash-loop', apiVersion: 'v1' };

/** Events of the old and the new API, with as much and as little as they may say. */
export const events: readonly Filling[] = [
  {
    object: object('v1', 'Event', 'counted', {
      involvedObject: { ...involvedObject, fieldPath: 'spec.containers{app}' },
      type: 'Warning',
      reason: 'BackOff',
      message: '  Back-off restarting failed container app\nin pod crash-loop  ',
      source: { component: 'kubelet', host: 'node-1' },
      firstTimestamp: hoursAgo(50),
      lastTimestamp: hoursAgo(0.06),
      count: 4711,
    }),
  },
  {
    object: object('v1', 'Event', 'bare', {
      involvedObject: { kind: 'Node', namespace },
      reason: 'Odd',
      message: 'no times, no name, no type',
    }),
  },
  {
    object: object('v1', 'Event', 'hostless', {
      involvedObject,
      type: 'Normal',
      reason: 'Pulled',
      message: 'one',
      source: { component: 'kubelet' },
      lastTimestamp: hoursAgo(2),
    }),
  },
  {
    object: object('v1', 'Event', 'no-source', {
      involvedObject,
      type: 'Normal',
      reason: 'Seen',
      message: '',
      firstTimestamp: hoursAgo(9),
    }),
  },
  {
    object: object('events.k8s.io/v1', 'Event', 'new-single', newEvent({})),
  },
  {
    object: object(
      'events.k8s.io/v1',
      'Event',
      'new-series',
      newEvent({ series: { count: 12, lastObservedTime: new Date(Date.now() - 90_000).toISOString().replace('Z', '000Z') } }),
    ),
  },
];

function newEvent(fields: object): object {
  return {
    eventTime: new Date(Date.now() - 5 * 3_600_000).toISOString().replace('Z', '000Z'),
    reportingController: 'example.com/operator',
    reportingInstance: 'operator-0',
    action: 'Reconciling',
    reason: 'Reconciled',
    type: 'Normal',
    note: 'ünïcode in a message — counted by characters',
    regarding: involvedObject,
    ...fields,
  };
}
