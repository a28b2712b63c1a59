import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../../shared/context-id.ts';
import { formatDuration } from '../../../shared/format-duration.ts';
import type { ResourceRef } from '../../../shared/resource.ts';
import { useNow } from '../../state/clock.ts';
import { classes } from '../../ui/classes.ts';
import { formatAbsolute, formatClock } from '../../ui/format-time.ts';
import { HealthShape } from '../../ui/health-shape.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import css from './detail.module.css';
import { EventLine, type ObjectEvents } from './detail-events.tsx';
import { DetailUsage } from './detail-usage.tsx';
import { type Condition, planConditions } from './plan-conditions.ts';
import { type ContainerLine, planContainers, readyCount } from './plan-containers.ts';
import { planUsageTarget } from './plan-usage-target.ts';
import { planVerdict, type Verdict } from './plan-verdict.ts';
import { arrayOf, recordOf, textOf, textsOf, timeOf } from './read-object.ts';

/** Events that fit into the summary; all of them are in their tab. */
const eventsShown = 4;

/** What a person wants to know of an object first, in the order in which they ask. */
export function DetailSummary({
  contextId,
  object,
  resource,
  events,
  onEvents,
}: {
  contextId: ContextId;
  object: unknown;
  resource: ResourceRef;
  events: ObjectEvents;
  onEvents: () => void;
}) {
  const isPod = resource.group === '' && resource.resource === 'pods';
  const verdict = useMemo(() => (isPod ? planVerdict(object) : null), [isPod, object]);
  const containers = useMemo(() => (isPod ? planContainers(object) : []), [isPod, object]);
  const conditions = useMemo(() => planConditions(object), [object]);
  const metadata = recordOf(recordOf(object).metadata);
  const target = planUsageTarget(resource, textOf(metadata.namespace), textOf(metadata.name), containers);
  const { t } = useTranslation('detail');
  return (
    <>
      {verdict ? <VerdictBox verdict={verdict} /> : null}
      {target === null ? null : <DetailUsage contextId={contextId} target={target} object={object} />}
      {containers.length > 0 ? <Containers lines={containers} /> : null}
      {conditions.length > 0 ? (
        <section className={css.section}>
          <h3>{t('conditions')}</h3>
          {conditions.map((condition) => (
            <ConditionLine key={condition.type} condition={condition} />
          ))}
        </section>
      ) : null}
      {events.events.length > 0 ? (
        <section className={css.section}>
          <h3>
            {t('events.title')}
            <span className={css.space} />
            <LinkButton onClick={onEvents}>{t('events.all', { count: events.events.length })}</LinkButton>
          </h3>
          {events.events.slice(0, eventsShown).map((event) => (
            <EventLine key={event.uid} event={event} />
          ))}
        </section>
      ) : null}
      <Facts object={object} isPod={isPod} />
      <Pairs title={t('labels')} pairs={textsOf(recordOf(recordOf(object).metadata).labels)} />
      <Pairs title={t('annotations')} pairs={textsOf(recordOf(recordOf(object).metadata).annotations)} />
    </>
  );
}

function VerdictBox({ verdict }: { verdict: Verdict }) {
  const { t } = useTranslation('detail');
  const now = useNow();
  const { detail } = verdict;
  let text: string | null = null;
  if (detail?.kind === 'message') text = detail.message;
  if (detail?.kind === 'restarts') {
    const last = [detail.reason, detail.exitCode === null ? '' : t('verdict.exit', { code: detail.exitCode })]
      .filter((part) => part !== '')
      .join(', ');
    text = [
      detail.restarts === 0 ? '' : t('verdict.restarts', { count: detail.restarts }),
      last === ''
        ? ''
        : `${t('verdict.last', { last })}${detail.finishedAt === null ? '' : `, ${t('verdict.ago', { ago: formatDuration(now - detail.finishedAt) })}`}${detail.ranForMs === null ? '' : ` ${t('verdict.ranFor', { duration: formatDuration(detail.ranForMs) })}`}.`,
    ]
      .filter((part) => part !== '')
      .join(' ');
  }
  return (
    <div className={classes(css.verdict, css[verdict.tone])}>
      <HealthShape health={verdict.tone} decorative />
      <div>
        <p className={css.verdictTitle}>{t(verdict.key, verdict.values)}</p>
        {text === null ? null : <p className={css.verdictDetail}>{text}</p>}
      </div>
    </div>
  );
}

function Containers({ lines }: { lines: readonly ContainerLine[] }) {
  const { t } = useTranslation('detail');
  const { ready, total } = readyCount(lines);
  const stateText = ({ state, kind }: ContainerLine): string => {
    const prefix = kind === 'container' ? '' : `${t(`containers.${kind}`)}, `;
    switch (state.type) {
      case 'waiting':
        return prefix + (state.reason === '' ? t('containers.waiting') : t('containers.waitingFor', { reason: state.reason }));
      case 'running':
        return (
          prefix +
          t(state.ready ? (kind === 'init' || kind === 'ephemeral' ? 'containers.running' : 'containers.ready') : 'containers.notReady')
        );
      case 'ended':
        return (
          prefix +
          t(state.exitCode === 0 ? 'containers.completed' : 'containers.ended', {
            reason: state.reason || t('containers.endedWord'),
            code: state.exitCode ?? '—',
          })
        );
      case 'none':
        return prefix + t('containers.none');
    }
  };
  return (
    <section className={css.section}>
      <h3>
        {t('containers.title')}
        <span className={css.space} />
        <span>{t('containers.readyOf', { ready, total })}</span>
      </h3>
      {lines.map((line) => (
        <div key={`${line.kind} ${line.name}`} className={css.container}>
          <HealthShape health={line.health} decorative />
          <b className={css.ellipsis} title={line.name}>
            {line.name}
          </b>
          <span className={css.ellipsis} title={stateText(line)}>
            {stateText(line)}
          </span>
          <span className={line.restarts ? undefined : css.faint}>
            {line.restarts === null ? '—' : t('containers.restarts', { count: line.restarts })}
          </span>
          <span className={classes(css.image, css.ellipsis, 'mono')} title={line.image}>
            {line.image}
          </span>
        </div>
      ))}
    </section>
  );
}

function ConditionLine({ condition }: { condition: Condition }) {
  const { t, i18n } = useTranslation('detail');
  const { type, status, since, message, reason, health } = condition;
  const known = i18n.exists(`detail:condition.${type}.${status}`);
  const said = known ? t(`condition.${type}.${status}`) : `${type}: ${status}`;
  const quiet = health === 'ok' || health === 'done';
  const when = since === null ? '' : ` ${t('since', { at: sinceText(since) })}`;
  const why = quiet ? '' : message || reason;
  return (
    <div className={css.condition} title={[reason, message].filter((part) => part !== '').join(': ')}>
      <HealthShape health={health} decorative />
      <span className={quiet ? css.quiet : undefined}>
        {said}
        {when}
        {why === '' ? '.' : `: ${why}`}
      </span>
    </div>
  );
}

/** Clock time within a day, which people compare with logs; the date before that. */
function sinceText(at: number): string {
  const day = 24 * 60 * 60 * 1_000;
  return Date.now() - at < day ? formatClock(at) : new Date(at).toISOString().slice(0, 10);
}

function Facts({ object, isPod }: { object: unknown; isPod: boolean }) {
  const { t, i18n } = useTranslation('detail');
  const now = useNow();
  const metadata = recordOf(recordOf(object).metadata);
  const spec = recordOf(recordOf(object).spec);
  const status = recordOf(recordOf(object).status);
  const owners = arrayOf(metadata.ownerReferences).map(recordOf);
  const created = timeOf(metadata.creationTimestamp);
  const deleted = timeOf(metadata.deletionTimestamp);
  const finalizers = arrayOf(metadata.finalizers).map(textOf);
  const priority = [textOf(spec.priorityClassName), typeof spec.priority === 'number' ? `(${spec.priority})` : '']
    .filter((part) => part !== '')
    .join(' ');
  const facts: { readonly term: string; readonly value: React.ReactNode }[] = [];
  const fact = (term: string, value: React.ReactNode) => facts.push({ term, value });
  for (const owner of owners) {
    fact(
      t('facts.owner'),
      <>
        {textOf(owner.kind)} <span className="mono">{textOf(owner.name)}</span>
      </>,
    );
  }
  if (isPod) {
    fact(t('facts.qos'), [textOf(status.qosClass), priority].filter((part) => part !== '').join(', ') || '—');
    fact(t('facts.podIp'), textOf(status.podIP) ? <span className="mono">{textOf(status.podIP)}</span> : '—');
    fact(t('facts.serviceAccount'), textOf(spec.serviceAccountName) || '—');
  }
  fact(
    t('facts.created'),
    created === null ? (
      '—'
    ) : (
      <span title={formatAbsolute(created, i18n.language)}>{t('facts.ago', { ago: formatDuration(now - created) })}</span>
    ),
  );
  if (deleted !== null) fact(t('facts.deleted'), formatClock(deleted));
  if (finalizers.length > 0) fact(t('facts.finalizers'), <span className="mono">{finalizers.join(', ')}</span>);
  fact(t('facts.uid'), <span className="mono">{textOf(metadata.uid)}</span>);
  return (
    <section className={css.section}>
      <dl className={css.facts}>
        {facts.map(({ term, value }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two owners have the same term
          <div key={index}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Pairs({ title, pairs }: { title: string; pairs: readonly (readonly [string, string])[] }) {
  if (pairs.length === 0) return null;
  return (
    <section className={css.section}>
      <h3>
        {title}
        <span className={css.space} />
        <span>{pairs.length}</span>
      </h3>
      <ul className={css.pairs}>
        {pairs.map(([key, value]) => (
          <li key={key} className="mono">
            <span className={css.faint}>{key}</span>
            {value === '' ? '' : '='}
            {value}
          </li>
        ))}
      </ul>
    </section>
  );
}
