import { Copy, RotateCw, X } from 'lucide-react';
import { Fragment, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClusterError } from '../../../shared/cluster-error.ts';
import type { ContextView } from '../../../shared/context-view.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useNow } from '../../state/clock.ts';
import { Button } from '../../ui/button.tsx';
import { ContextName } from '../../ui/context-swatch.tsx';
import { copyText } from '../../ui/copy-button.tsx';
import { EmptyReason, EmptyReasons, EmptyState } from '../../ui/empty-state.tsx';
import { formatClock, formatCountdown } from '../../ui/format-time.ts';
import { HealthShape, type Shape } from '../../ui/health-shape.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { showToast } from '../../ui/toasts.tsx';
import { errorDetails, useDescribeError } from '../../ui/use-describe-error.ts';
import type { ContextState } from './context-strips.tsx';
import { groupByError } from './group-by-error.ts';
import type { MergedList } from './merged-list.ts';
import { type ParsedFilter, withoutTerm } from './parse-filter.ts';
import { hidingTerms } from './plan-empty.ts';
import css from './states.module.css';

export interface EmptyTableProps {
  readonly merged: MergedList;
  readonly states: readonly ContextState[];
  readonly total: number;
  readonly kindPlural: string;
  readonly resource: string;
  readonly namespaces: readonly string[] | null;
  readonly filterText: string;
  readonly parsed: ParsedFilter;
  readonly onlyProblems: boolean;
  readonly onFilter: (text: string) => void;
  readonly onShowAll: () => void;
  readonly onAllNamespaces: () => void;
}

/** Why there are no rows: one reason and one remedy per context, because each may have its own. */
export function EmptyTable(props: EmptyTableProps) {
  const { t } = useTranslation('tables');
  const { states, total, kindPlural } = props;
  const filtered = props.filterText.trim() !== '' || props.onlyProblems;
  const certain = states.every(({ freshness }) => freshness.state === 'live' && freshness.partial === null);
  const failed = states.length === 1 && total === 0 ? failureOf(states[0]) : null;
  const title =
    total > 0
      ? t(props.filterText.trim() === '' ? 'empty.noProblem' : 'empty.noMatch', { kind: kindPlural, count: total })
      : failed !== null
        ? t('empty.unknownIn', { kind: kindPlural, context: failed.context.displayName })
        : t(certain ? 'empty.none' : 'empty.unknown', { kind: kindPlural });
  return (
    <EmptyState
      title={title}
      text={states.length > 1 ? t('empty.each') : undefined}
      actions={
        <>
          {failed === null ? null : <FailureActions {...failed} />}
          {filtered && total > 0 ? (
            <Button icon={X} kind="primary" keys="escape" onClick={props.onShowAll}>
              {t('filter.clear')}
            </Button>
          ) : null}
          {props.namespaces !== null ? (
            <Button keys="0" onClick={props.onAllNamespaces}>
              {t('empty.allNamespaces')}
            </Button>
          ) : null}
        </>
      }
    >
      <EmptyReasons>
        {states.map((state) => (
          <Reason key={state.context.id} state={state} {...props} />
        ))}
      </EmptyReasons>
    </EmptyState>
  );
}

interface Failure {
  readonly context: ContextView;
  readonly error: ClusterError;
}

/** What a list failed with that has nothing to show for it. */
function failureOf(state: ContextState | undefined): Failure | null {
  if (state === undefined || (state.freshness.state !== 'unreachable' && state.freshness.state !== 'stale')) return null;
  return { context: state.context, error: state.freshness.error };
}

/** What can be done about the only context in scope; with several, each has its own link. */
function FailureActions({ context, error }: Failure) {
  const { t } = useTranslation('tables');
  const bridge = useBridge();
  const text = useDescribeError()(error);
  const copy = async () => {
    if (await copyText(errorDetails(text, error))) showToast({ mark: 'done', title: t('copied.details') });
  };
  return (
    <>
      <Button icon={RotateCw} onClick={() => void bridge.call('contexts.retry', { contextId: context.id })}>
        {t('retryNow')}
      </Button>
      <Button icon={Copy} onClick={() => void copy()}>
        {t('copyDetails')}
      </Button>
    </>
  );
}

function Reason({ state, ...props }: EmptyTableProps & { state: ContextState }) {
  const { t } = useTranslation('tables');
  const bridge = useBridge();
  const describe = useDescribeError();
  const now = useNow();
  const { context, freshness, rows } = state;
  const who = <ContextName colour={context.colour} name={context.displayName} />;
  const alone = props.states.length === 1 && props.total === 0;
  const retry = alone ? null : (
    <LinkButton onClick={() => void bridge.call('contexts.retry', { contextId: context.id })}>{t('retryNow')}</LinkButton>
  );
  const retryAt = 'retryAt' in freshness ? freshness.retryAt : null;
  const countdown = retryAt !== null && retryAt > now ? `, ${t('strips.retrying', { retry: formatCountdown(retryAt - now) })}` : '';
  const reason = (mark: Shape, text: string, detail: React.ReactNode, action: React.ReactNode) => (
    <EmptyReason who={who} mark={<HealthShape health={mark} decorative />} detail={detail} action={action}>
      {text}
    </EmptyReason>
  );
  switch (freshness.state) {
    case 'not-connected':
      return reason(
        'off',
        t('empty.off'),
        t('empty.offDetail'),
        <LinkButton onClick={() => void bridge.call('contexts.connect', { contextId: context.id })}>{t('connect')}</LinkButton>,
      );
    case 'connecting':
    case 'listing':
    case 'catching-up':
      return reason('progressing', t('empty.reading'), freshness.state === 'connecting' ? freshness.detail : null, null);
    case 'forbidden':
      return reason('forbidden', t('empty.forbidden', { kind: props.kindPlural }), describe(freshness.error).detail, retry);
    case 'unreachable': {
      const { error } = freshness;
      const noLogin = error.kind === 'credentials';
      const text = describe(error);
      // What a plugin wrote is often the command to run; an errno beside its own title says nothing new.
      const detail = [text.title, noLogin ? text.detail : null, text.nextStep].filter(Boolean).join('\n');
      return reason(
        noLogin ? 'noLogin' : 'unreachable',
        t(noLogin ? 'empty.noLogin' : 'empty.unreachable', { since: formatClock(freshness.since) }) + countdown,
        detail,
        retry,
      );
    }
    case 'stale':
      return reason(
        'unknown',
        t('empty.stale', { since: formatClock(freshness.since) }) + countdown,
        [describe(freshness.error).title, t('empty.staleDetail', { count: rows, kind: props.kindPlural })].join('\n'),
        retry,
      );
    case 'live':
      return rows > 0 ? <Hidden state={state} {...props} /> : <NoneHere state={state} {...props} />;
  }
}

function Hidden({
  state,
  merged,
  parsed,
  resource,
  kindPlural,
  filterText,
  onFilter,
  onShowAll,
}: EmptyTableProps & { state: ContextState }) {
  const { t } = useTranslation('tables');
  const { context, rows } = state;
  const hiding = useMemo(() => {
    const entries = [...merged.all()].filter((entry) => entry.source.contextId === context.id);
    return hidingTerms(entries, parsed, resource);
  }, [merged, parsed, resource, context.id]);
  const [first] = hiding;
  return (
    <EmptyReason
      who={<ContextName colour={context.colour} name={context.displayName} />}
      mark={<HealthShape health="none" decorative />}
      detail={
        hiding.length > 0
          ? hiding.map(({ term, hides }, index) => (
              <Fragment key={term.raw}>
                {index === 0 ? '' : ', '}
                <code>{term.raw}</code> {t(index === 0 ? 'empty.hides' : 'empty.hidesMore', { count: hides })}
              </Fragment>
            ))
          : t('empty.noneIsProblem')
      }
      action={
        first ? (
          <LinkButton onClick={() => onFilter(withoutTerm(filterText, first.term))}>{t('empty.drop', { term: first.term.raw })}</LinkButton>
        ) : (
          <LinkButton onClick={onShowAll}>{t('empty.showAll')}</LinkButton>
        )
      }
    >
      {t('empty.hidden', { count: rows, kind: kindPlural })}
    </EmptyReason>
  );
}

function NoneHere({ state, kindPlural, namespaces }: EmptyTableProps & { state: ContextState }) {
  const { t } = useTranslation('tables');
  const { context, freshness } = state;
  const describe = useDescribeError();
  const partial = freshness.state === 'live' ? freshness.partial : null;
  const missing = partial?.missing ?? [];
  const detail = groupByError(missing)
    .map(({ namespaces: names, error }) =>
      [t('empty.notRead', { count: names.length, list: names.join(', ') }), describe(error).title].join('\n'),
    )
    .join('\n');
  return (
    <EmptyReason
      who={<ContextName colour={context.colour} name={context.displayName} />}
      mark={<HealthShape health={missing.length > 0 ? 'unknown' : 'none'} decorative />}
      detail={detail !== '' ? <span className={css.faint}>{detail}</span> : null}
    >
      {missing.length > 0
        ? t('empty.noneRead', { count: partial?.readable.length ?? 0 })
        : namespaces === null
          ? t('empty.noneHere', { kind: kindPlural })
          : t('empty.noneIn', { kind: kindPlural, namespaces: namespaces.join(', ') })}
    </EmptyReason>
  );
}
