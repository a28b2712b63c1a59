import { Plug, RefreshCw } from 'lucide-react';
import { type ReactNode, useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextView } from '../../shared/context-view.ts';
import { useNow } from '../state/clock.ts';
import { useOrderedContexts } from '../state/context-order.ts';
import { unknownStatus, useContexts } from '../state/contexts-store.ts';
import { useScope } from '../state/scope.ts';
import { Button } from '../ui/button.tsx';
import { ContextName } from '../ui/context-swatch.tsx';
import { EmptyReason, EmptyReasons, EmptyState } from '../ui/empty-state.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { FreshnessShape } from '../ui/freshness-mark.tsx';
import { freshnessWords } from '../ui/freshness-words.ts';
import { HealthShape } from '../ui/health-shape.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { useDescribeError } from '../ui/use-describe-error.ts';
import { useContextActions } from './context-actions.ts';
import { PageHead } from './page-head.tsx';

/** How many contexts are offered one by one; the rail has them all. */
const offered = 12;

/** In place of a table while nothing in scope is connected: says so, and offers to connect. `children` otherwise. */
export function BlankScope({ title, children }: { title: string; children: ReactNode }) {
  const { contextIds } = useScope();
  // Deferred: a whole screen follows from it, which takes its turns between frames.
  const connected = useDeferredValue(useContexts((state) => state.loaded && contextIds.some((id) => state.statuses[id]?.connected)));
  return connected ? (
    children
  ) : (
    <PageHead title={title}>
      <NothingConnected />
    </PageHead>
  );
}

function NothingConnected() {
  const { t } = useTranslation('shell');
  const scope = useScope();
  const { byId, loaded } = useContexts();
  const ordered = useOrderedContexts();
  const { connect } = useContextActions();
  if (!loaded) return <EmptyState title={t('blank.loading')} />;

  const inScope = scope.contextIds.flatMap((id) => byId.get(id) ?? []);
  if (scope.explicit && inScope.length === 0) {
    return (
      <EmptyState
        title={t('blank.missingTitle')}
        text={t('blank.missingText')}
        actions={
          <Button kind="primary" onClick={() => scope.setContexts(null)}>
            {t('blank.showConnected')}
          </Button>
        }
      >
        <EmptyReasons>
          {scope.missing.map((id) => (
            <EmptyReason key={id} who="" mark={<HealthShape health="unknown" />}>
              <span className="mono">{id}</span>
            </EmptyReason>
          ))}
        </EmptyReasons>
      </EmptyState>
    );
  }

  const [only] = inScope;
  if (only && inScope.length === 1) return <OneContext context={only} />;
  const listed = inScope.length > 0 ? inScope : ordered;
  const usable = listed.filter((context) => context.broken === null);
  return (
    <EmptyState
      title={inScope.length > 0 ? t('blank.offTitleMany', { count: inScope.length }) : t('blank.noneTitle')}
      text={t('blank.noneText')}
      actions={
        usable.length > 0 && (inScope.length > 0 || usable.length <= 3) ? (
          <Button kind="primary" icon={Plug} onClick={() => usable.forEach((context) => void connect(context.id))}>
            {t('blank.connectAll', { count: usable.length })}
          </Button>
        ) : null
      }
    >
      <EmptyReasons>
        {listed.slice(0, offered).map((context) => (
          <ContextLine key={context.id} context={context} />
        ))}
      </EmptyReasons>
    </EmptyState>
  );
}

function OneContext({ context }: { context: ContextView }) {
  const { t } = useTranslation('shell');
  const { connect, retry } = useContextActions();
  if (context.broken) {
    return (
      <EmptyState
        title={context.displayName}
        text={context.file}
        actions={
          <Button icon={RefreshCw} onClick={() => retry(context.id)}>
            {t('retry')}
          </Button>
        }
      >
        <ErrorNote error={context.broken} />
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={t('blank.offTitle', { name: context.displayName })}
      text={`${t('blank.noneText')} ${context.server}`}
      actions={
        <Button kind="primary" icon={Plug} autoFocus onClick={() => connect(context.id)}>
          {t('blank.connect')}
        </Button>
      }
    />
  );
}

function ContextLine({ context }: { context: ContextView }) {
  const { t } = useTranslation('shell');
  const now = useNow();
  const describe = useDescribeError();
  const { connect } = useContextActions();
  const status = useContexts((state) => state.statuses[context.id] ?? unknownStatus);
  const words = freshnessWords(status.freshness, now);
  const text = context.broken ? describe(context.broken) : null;
  return (
    <EmptyReason
      who={<ContextName colour={context.colour} name={context.displayName} />}
      mark={context.broken ? <HealthShape health="broken" decorative /> : <FreshnessShape kind={words.kind} size={14} />}
      detail={text ? [text.detail, text.nextStep].filter(Boolean).join('\n') : context.server}
      action={
        context.broken === null && !status.connected ? (
          <LinkButton onClick={() => connect(context.id)} aria-label={t('blank.connectName', { name: context.displayName })}>
            {t('blank.connect')}
          </LinkButton>
        ) : undefined
      }
    >
      {text ? text.title : t(words.key, words.values)}
    </EmptyReason>
  );
}
