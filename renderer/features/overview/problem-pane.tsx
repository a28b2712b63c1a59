import { Activity, BellOff, Box, ExternalLink, Focus, RefreshCw, ScrollText, Server, Undo2, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { IgnoreRule } from '../../../shared/ignore-rules.ts';
import { visibleLines, visibleText } from '../../../shared/visible-text.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useContexts } from '../../state/contexts-store.ts';
import { useGoToObject } from '../../state/go-to-object.ts';
import { Button } from '../../ui/button.tsx';
import { ContextName } from '../../ui/context-swatch.tsx';
import { EnvMark } from '../../ui/env-mark.tsx';
import { formatAbsolute } from '../../ui/format-time.ts';
import { HealthShape } from '../../ui/health-shape.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { type ProblemLinks, planProblemLinks } from './plan-problem-links.ts';
import type { ObjectRow, ProblemRow } from './plan-problem-rows.ts';
import css from './problem-pane.module.css';
import type { ProblemActions } from './use-problem-actions.ts';
import type { RowWords } from './use-row-words.ts';

/** Pods that are named in the pane; the table has them all. */
const podsNamed = 6;

/** Why something is a problem, what the cluster says of it, and what to look at next, with the way there. */
export function ProblemPane({
  row,
  words,
  rule,
  actions,
  onClose,
}: {
  row: ProblemRow;
  words: RowWords;
  /** The rule that hides it; null when none does. */
  rule: IgnoreRule | null;
  actions: ProblemActions;
  onClose: () => void;
}) {
  const { t, i18n } = useTranslation('problems');
  const context = useContexts((state) => state.byId.get(row.contextId));
  const kind = row.type === 'object' ? row.problem.object.kind : '';
  return (
    <aside className={css.pane} aria-label={t('pane.label')}>
      <header className={css.header}>
        <div className={css.kindLine}>
          <span>{kind === '' ? t('pane.label') : kind}</span>
          <span className={css.space} />
          <IconButton icon={X} label={t('pane.close')} keys="escape" onClick={onClose} />
        </div>
        <h2 className={words.name ? css.name : css.title}>{visibleText(words.what)}</h2>
        <div className={css.meta}>
          {context === undefined ? null : (
            <>
              <ContextName colour={context.colour} name={context.displayName} />
              <EnvMark environment={context.environment} />
            </>
          )}
          {words.namespace === '' ? null : <span>{words.namespace}</span>}
        </div>
      </header>
      <Actions row={row} rule={rule} actions={actions} />
      <div className={css.body}>
        <div className={css.verdict} data-severity={row.severity}>
          <HealthShape health={row.severity} decorative />
          <p>{words.sentence}</p>
        </div>
        {rule === null ? null : <IgnoredBy rule={rule} />}
        <Section title={t('pane.why')}>{words.why}</Section>
        {words.next === '' ? null : <Section title={t('pane.next')}>{words.next}</Section>}
        {words.message === '' ? null : (
          <section className={css.section}>
            <h3>{t('pane.said')}</h3>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by the keyboard */}
            <pre className={css.message} tabIndex={0}>
              {visibleLines(words.message)}
            </pre>
          </section>
        )}
        {row.type === 'object' ? <Pods row={row} /> : null}
        <dl className={css.facts}>
          <div>
            <dt>{t('pane.since')}</dt>
            <dd>{row.since === null ? t('pane.sinceUnknown') : formatAbsolute(row.since, i18n.language)}</dd>
          </div>
          {words.affects === '' ? null : (
            <div>
              <dt>{t('pane.affects')}</dt>
              <dd>{words.affects}</dd>
            </div>
          )}
        </dl>
      </div>
    </aside>
  );
}

function Section({ title, children }: { title: string; children: string }) {
  return (
    <section className={css.section}>
      <h3>{title}</h3>
      <p>{children}</p>
    </section>
  );
}

function Actions({ row, rule, actions }: { row: ProblemRow; rule: IgnoreRule | null; actions: ProblemActions }) {
  const { t } = useTranslation('problems');
  const bridge = useBridge();
  const [, navigate] = useLocation();
  const goTo = useGoToObject();
  const links: ProblemLinks | null = row.type === 'object' ? planProblemLinks(row.contextId, row.problem) : null;
  if (row.type === 'cluster' || links === null) {
    return (
      <div className={css.actions}>
        <Button icon={RefreshCw} onClick={() => void bridge.call('contexts.retry', { contextId: row.contextId })}>
          {t('pane.retry')}
        </Button>
        <Button icon={Focus} keys="." onClick={() => actions.only(row)}>
          {t('pane.only')}
        </Button>
      </div>
    );
  }
  const { pods, events, node } = links;
  return (
    <div className={css.actions}>
      {links.object === null ? null : (
        <Button icon={ExternalLink} keys="enter" onClick={() => actions.go(row)}>
          {t('pane.go', { kind: row.problem.object.kind })}
        </Button>
      )}
      {links.logs === null ? null : (
        <Button icon={ScrollText} keys="l" onClick={() => actions.logs(row)}>
          {t('pane.logs')}
        </Button>
      )}
      {pods === null ? null : (
        <Button icon={Box} onClick={() => navigate(pods)}>
          {t('pane.goPods')}
        </Button>
      )}
      {events === null ? null : (
        <Button icon={Activity} onClick={() => navigate(events)}>
          {t('pane.events')}
        </Button>
      )}
      {node === null || row.problem.object.kind === 'Node' ? null : (
        <Button icon={Server} onClick={() => void goTo(node)}>
          {t('pane.node')}
        </Button>
      )}
      {rule === null ? (
        <Button icon={BellOff} keys="a" onClick={() => actions.ignore(row)}>
          {t('pane.ignore')}
        </Button>
      ) : (
        <Button icon={Undo2} keys="a" onClick={() => actions.takeBack(row)}>
          {t('pane.takeBack')}
        </Button>
      )}
    </div>
  );
}

function IgnoredBy({ rule }: { rule: IgnoreRule }) {
  const { t, i18n } = useTranslation('problems');
  const scope = rule.name !== '' || rule.kind !== '' ? 'object' : rule.context === '' ? 'cause-everywhere' : 'cause-here';
  const until =
    rule.until !== null
      ? t('ignore.until', { time: formatAbsolute(rule.until, i18n.language) })
      : t(rule.mark === '' ? 'ignore.untilForever' : 'ignore.untilChanged');
  return (
    <p className={css.ignoredBy}>
      <BellOff size={13} aria-hidden="true" />
      {until}, {t(`ignore.by.${scope}`)}.
    </p>
  );
}

function Pods({ row }: { row: ObjectRow }) {
  const { t } = useTranslation('problems');
  const { pods, object } = row.problem;
  if (pods.length === 0 || (pods.length === 1 && object.kind === 'Pod')) return null;
  return (
    <section className={css.section}>
      <h3>{t('pane.pods', { count: pods.length })}</h3>
      <ul className={css.pods}>
        {pods.slice(0, podsNamed).map((pod) => (
          <li key={pod} className="mono">
            {visibleText(pod)}
          </li>
        ))}
        {pods.length > podsNamed ? <li>{t('pane.morePods', { count: pods.length - podsNamed })}</li> : null}
      </ul>
    </section>
  );
}
