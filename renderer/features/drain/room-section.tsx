import { useTranslation } from 'react-i18next';
import type { ContextView } from '../../../shared/context-view.ts';
import type { DrainPlan } from '../../../shared/drain.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { classes } from '../../ui/classes.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { HealthShape } from '../../ui/health-shape.tsx';
import { useDescribeError } from '../../ui/use-describe-error.ts';
import { homelessPods, roomBars, roomWords } from './plan-room-words.ts';
import css from './side-pane.module.css';
import { SideSection } from './side-section.tsx';
import { useSay } from './use-say.ts';

/** Reasons that are told at most, per context; the others are with the pods of the table. */
const mostTold = 3;

/** Whether the nodes that remain can hold what moves, for each context. */
export function RoomSection({ plans }: { plans: readonly { readonly context: ContextView; readonly plan: DrainPlan }[] }) {
  const { t } = useTranslation('drain');
  return (
    <SideSection title={t('room.title')}>
      {plans.map(({ context, plan }) => (
        <ContextRoom key={context.id} context={context} plan={plan} />
      ))}
      <p className={css.note}>{t('room.how')}</p>
    </SideSection>
  );
}

function ContextRoom({ context, plan: { room, nodes } }: { context: ContextView; plan: DrainPlan }) {
  const { t, i18n } = useTranslation('drain');
  const say = useSay();
  const describe = useDescribeError();
  const { health, words } = roomWords(room, i18n.language);
  const names = new Map(nodes.flatMap(({ pods }) => pods.map(({ uid, namespace, name }) => [uid, `${namespace}/${name}`])));
  const homeless = homelessPods(room);
  return (
    <div className={css.room}>
      <div className={css.line}>
        <HealthShape health={health} decorative />
        <ContextName colour={context.colour} name={context.displayName} />
        <span className={css.space} />
        <span className={css.said}>{say(words)}</span>
      </div>
      {roomBars(room, i18n.language).map((bar) => (
        <div key={bar.name} className={css.barLine}>
          <span className={css.barName}>{bar.name === 'cpu' || bar.name === 'memory' ? t(`room.${bar.name}`) : visibleText(bar.name)}</span>
          <span className={css.bar} aria-hidden="true">
            <i className={css.taken} style={{ width: `${bar.taken * 100}%` }} />
            <i
              className={classes(css.needed, bar.tight && css.tight)}
              style={{ left: `${bar.taken * 100}%`, width: `${bar.needed * 100}%` }}
            />
          </span>
          <span className={css.amount}>{say(bar.words)}</span>
        </div>
      ))}
      {homeless.slice(0, mostTold).map(({ message, first, count }) => (
        <p key={message} className={css.fact}>
          <span className="mono">{visibleText(names.get(first) ?? first)}</span>
          {count > 1 ? ` ${t('room.andMore', { count: count - 1 })}` : ''}
          {t('colon')}
          {visibleText(message)}
        </p>
      ))}
      {homeless.length > mostTold ? <p className={css.note}>{t('room.more', { count: homeless.length - mostTold })}</p> : null}
      {room.gaps.map(({ what, error }) => (
        <p key={what} className={css.fact}>
          {t(`room.gap.${what}`)} {describe(error).title}
        </p>
      ))}
      {room.closedNodes > 0 ? <p className={css.note}>{t('room.closed', { count: room.closedNodes, open: room.nodes })}</p> : null}
    </div>
  );
}
