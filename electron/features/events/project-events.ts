import { events } from '../../../shared/kinds/events.ts';
import { parseTime } from '../../../shared/parse-time.ts';
import type { Health, Row } from '../../../shared/row.ts';
import { isObject, type JsonObject, numberOf, objectOf, textOf } from '../../kube/json-fields.ts';
import type { Members } from '../../kube/json-members.ts';
import type { KubeObject, Projection } from '../../kube/projection.ts';
import { createdAtOf, projectionOver, rowOfObject } from '../../kube/row-of-object.ts';

/** Events of core/v1 to rows, as printEvent of the server prints them; cells follow `events.columns`. */
export const projectEvents: Projection = projectionOver(events.columns, reads(), projectEvent);

function reads(): Members {
  return {
    type: true,
    reason: true,
    message: true,
    count: true,
    firstTimestamp: true,
    lastTimestamp: true,
    eventTime: true,
    involvedObject: { kind: true, name: true, fieldPath: true },
    source: { component: true, host: true },
    reportingComponent: true,
    reportingInstance: true,
    series: { count: true, lastObservedTime: true },
  };
}

function projectEvent(object: KubeObject): Row {
  const type = textOf(object.type);
  const involved = objectOf(object.involvedObject);
  const series = object.series;
  const firstSeenAt = parseTime(object.firstTimestamp) ?? parseTime(object.eventTime);
  return rowOfObject(object, createdAtOf(object), eventHealth(type), [
    isObject(series) ? parseTime(series.lastObservedTime) : (parseTime(object.lastTimestamp) ?? firstSeenAt),
    type,
    textOf(object.reason),
    objectText(involved),
    textOf(involved.fieldPath),
    sourceText(object),
    textOf(object.message).trim(),
    firstSeenAt,
    // Events of the new API that happened once carry no count.
    isObject(series) ? numberOf(series.count) : numberOf(object.count) || 1,
  ]);
}

function objectText(involved: JsonObject): string {
  const kind = textOf(involved.kind).toLowerCase();
  const name = textOf(involved.name);
  return name === '' ? kind : `${kind}/${name}`;
}

/** formatEventSource of the server's printers: the new API's fields stand in for the old ones. */
function sourceText(event: KubeObject): string {
  const source = objectOf(event.source);
  const component = textOf(source.component) || textOf(event.reportingComponent);
  const host = textOf(source.host) || textOf(event.reportingInstance);
  return host === '' ? component : `${component}, ${host}`;
}

/** Warning: attention; Normal: ok, its writer says so; a type of somebody's own: unknown. */
function eventHealth(type: string): Health {
  if (type === 'Warning') return 'attention';
  return type === 'Normal' ? 'ok' : 'unknown';
}
