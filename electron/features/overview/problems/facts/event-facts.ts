import { parseTime } from '../../../../../shared/parse-time.ts';
import { isObject, numberOf, objectOf, textOf } from '../../../../kube/json-fields.ts';
import type { NamedProjection } from '../../../../kube/projection.ts';
import { factsProjection, shortText } from '../../facts-projection.ts';

/** An event as problems and changes see it. */
export interface EventFacts {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Controller that wrote it. */
  readonly by: string;
  /** ms since the epoch of the last time; null when it says none. */
  readonly at: number | null;
  readonly firstAt: number | null;
  readonly count: number;
}

/** Events of core/v1 to EventFacts; times and counts as the server's printer reads them (printEvent). */
export const projectEventFacts: NamedProjection = factsProjection(
  'events',
  {
    type: true,
    reason: true,
    message: true,
    count: true,
    firstTimestamp: true,
    lastTimestamp: true,
    eventTime: true,
    involvedObject: { kind: true, namespace: true, name: true },
    source: { component: true },
    reportingComponent: true,
    series: { count: true, lastObservedTime: true },
  },
  (object): EventFacts => {
    const { series } = object;
    const { kind, namespace, name } = objectOf(object.involvedObject);
    const firstAt = parseTime(object.firstTimestamp) ?? parseTime(object.eventTime);
    return {
      type: textOf(object.type),
      reason: textOf(object.reason),
      message: shortText(object.message),
      kind: textOf(kind),
      namespace: textOf(namespace),
      name: textOf(name),
      by: textOf(objectOf(object.source).component) || textOf(object.reportingComponent),
      at: isObject(series) ? parseTime(series.lastObservedTime) : (parseTime(object.lastTimestamp) ?? firstAt),
      firstAt,
      count: isObject(series) ? numberOf(series.count) : numberOf(object.count) || 1,
    };
  },
);
