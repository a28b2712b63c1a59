import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../../shared/context-id.ts';
import { formatDuration } from '../../../shared/format-duration.ts';
import type { Freshness } from '../../../shared/freshness.ts';
import type { Cell } from '../../../shared/row.ts';
import { useNow } from '../../state/clock.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { formatAbsolute } from '../../ui/format-time.ts';
import { HealthShape } from '../../ui/health-shape.tsx';
import css from './detail.module.css';
import { useLiveList } from './use-live-list.ts';

/** One event of an object. Times are ms since the epoch. */
export interface ObjectEvent {
  readonly uid: string;
  readonly warning: boolean;
  readonly reason: string;
  readonly message: string;
  readonly count: number | null;
  readonly lastSeen: number | null;
}

export interface ObjectEvents {
  /** Youngest first. */
  readonly events: readonly ObjectEvent[];
  /** False while no list was complete: an empty list would be a guess. */
  readonly known: boolean;
  readonly freshness: Freshness | null;
}

const eventsResource = { group: '', version: 'v1', resource: 'events' } as const;

/** The events about one object, live. Events of cluster-scoped objects live in the namespace `default`. */
export function useObjectEvents(contextId: ContextId, namespace: string, uid: string): ObjectEvents {
  const { rows, columns, freshness } = useLiveList(
    uid === ''
      ? null
      : {
          contextId,
          resource: eventsResource,
          namespaces: [namespace === '' ? 'default' : namespace],
          fieldSelector: `involvedObject.uid=${uid}`,
        },
  );
  const place = new Map(columns?.map((column, index) => [column.id, index]));
  const events = rows
    .map((row): ObjectEvent => {
      const cell = (id: string): Cell => row.cells[place.get(id) ?? -1] ?? null;
      const text = (id: string) => {
        const value = cell(id);
        return typeof value === 'string' ? value : '';
      };
      const number = (id: string) => {
        const value = cell(id);
        return typeof value === 'number' ? value : null;
      };
      return {
        uid: row.uid,
        warning: text('type') === 'Warning',
        reason: text('reason'),
        message: text('message'),
        count: number('count'),
        lastSeen: number('last-seen'),
      };
    })
    .sort((a, b) => (b.lastSeen ?? 0) - (a.lastSeen ?? 0));
  return { events, known: freshness?.state === 'live' || freshness?.state === 'stale', freshness };
}

/** The tab: every event in full. */
export function DetailEvents({ events, waiting }: { events: ObjectEvents; waiting: boolean }) {
  const { t } = useTranslation('detail');
  const { freshness } = events;
  const error = freshness && 'error' in freshness ? <ErrorNote error={freshness.error} /> : null;
  if (error && events.events.length === 0) return <div className={css.section}>{error}</div>;
  if (waiting || !events.known) return <p className={css.note}>{t('events.reading')}</p>;
  if (events.events.length === 0) return <p className={css.note}>{t('events.none')}</p>;
  return (
    <>
      {error ? <div className={css.section}>{error}</div> : null}
      <ul className={css.eventList}>
        {events.events.map((event) => (
          <li key={event.uid} className={css.eventFull}>
            <HealthShape health={event.warning ? 'attention' : 'done'} decorative />
            <div>
              <div className={css.eventHead}>
                <b>{event.reason}</b>
                <span className={css.space} />
                <EventTimes event={event} />
              </div>
              <p className={css.eventMessage}>{event.message}</p>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

/** One line of the summary's section. */
export function EventLine({ event }: { event: ObjectEvent }) {
  return (
    <div className={css.event}>
      <HealthShape health={event.warning ? 'attention' : 'done'} decorative />
      <b className={css.ellipsis} title={event.reason}>
        {event.reason}
      </b>
      <span className={css.ellipsis} title={event.message}>
        {event.message}
      </span>
      <EventTimes event={event} />
    </div>
  );
}

function EventTimes({ event }: { event: ObjectEvent }) {
  const now = useNow();
  const { i18n } = useTranslation();
  return (
    <>
      <span className={css.eventCount}>{event.count === null || event.count < 2 ? '' : `×${event.count}`}</span>
      <span className={css.eventAge} title={event.lastSeen === null ? undefined : formatAbsolute(event.lastSeen, i18n.language)}>
        {event.lastSeen === null ? '—' : formatDuration(now - event.lastSeen)}
      </span>
    </>
  );
}
