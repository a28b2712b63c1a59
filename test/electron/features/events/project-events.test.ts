import { expect, it } from 'vitest';
import { projectEvents } from '../../../../electron/features/events/project-events.ts';
import { formatCell } from '../../../../shared/format-cell.ts';

const now = Date.parse('2026-11-23T03:00:00Z');
const involvedObject = { kind: 'Pod', name: 'web-1', fieldPath: 'spec.containers{app}' };

it.each<[string, object, string, string]>([
  [
    'counted',
    {
      type: 'Warning',
      reason: 'BackOff',
      message: ' Back-off \n',
      source: { component: 'kubelet', host: 'n1' },
      firstTimestamp: '2026-11-22T03:00:00Z',
      lastTimestamp: '2026-11-23T02:59:30Z',
      count: 42,
    },
    '30s|Warning|BackOff|pod/web-1|spec.containers{app}|kubelet, n1|Back-off|24h|42',
    'attention',
  ],
  [
    'new style, once',
    {
      type: 'Normal',
      reason: 'Scheduled',
      message: 'm',
      eventTime: '2026-11-23T02:00:00.123456Z',
      reportingComponent: 'default-scheduler',
      reportingInstance: 's-0',
    },
    '59m|Normal|Scheduled|pod/web-1|spec.containers{app}|default-scheduler, s-0|m|59m|1',
    'ok',
  ],
  [
    'new style, series',
    {
      type: 'Normal',
      eventTime: '2026-11-23T02:00:00Z',
      lastTimestamp: null,
      series: { count: 7, lastObservedTime: '2026-11-23T02:59:50Z' },
    },
    '10s|Normal||pod/web-1|spec.containers{app}|||60m|7',
    'ok',
  ],
  ['no times', { involvedObject: { kind: 'Node' } }, '<unknown>|||node||||<unknown>|1', 'unknown'],
])('%s', (_, event, text, health) => {
  const row = projectEvents.project({ involvedObject, ...event });
  const texts = projectEvents.columns.map((column, index) => formatCell(column, row.cells[index] ?? null, now));
  expect(texts.join('|')).toBe(text);
  expect(row.health).toBe(health);
});
