import { useTranslation } from 'react-i18next';
import { TableScreen } from '../features/tables/table-screen.tsx';
import { useContexts } from '../state/contexts-store.ts';
import { Button } from '../ui/button.tsx';
import { ContextName } from '../ui/context-swatch.tsx';
import { EmptyReason, EmptyReasons, EmptyState } from '../ui/empty-state.tsx';
import { HealthShape } from '../ui/health-shape.tsx';
import { useDescribeError } from '../ui/use-describe-error.ts';
import { BlankScope } from './blank-scope.tsx';
import { type KindEntry, ownKinds } from './kinds.ts';
import { PageHead } from './page-head.tsx';
import { useKinds } from './use-kinds.ts';

/** The kind a URL names. Our own kinds are known without asking; for others connected contexts are asked. */
export function useKindOf(key: string): { kind: KindEntry | null; known: ReturnType<typeof useKinds> } {
  const own = ownKinds.find((entry) => entry.key === key) ?? null;
  const known = useKinds(own === null);
  return { kind: own ?? known.kinds.find((entry) => entry.key === key) ?? null, known };
}

/** The page of one kind: a table over everything in scope. */
export function ResourceRoute({ resourceKey }: { resourceKey: string }) {
  const title = ownKinds.find((entry) => entry.key === resourceKey)?.label ?? resourceKey;
  return (
    <BlankScope title={title}>
      <KindTable resourceKey={resourceKey} />
    </BlankScope>
  );
}

function KindTable({ resourceKey }: { resourceKey: string }) {
  const { t } = useTranslation('shell');
  const { kind, known } = useKindOf(resourceKey);
  const byId = useContexts((state) => state.byId);
  const describe = useDescribeError();
  if (kind) return <TableScreen key={kind.key} resource={kind.resource} kindLabel={kind.label} />;
  if (known.pending.length > 0) {
    return (
      <PageHead title={resourceKey}>
        <EmptyState title={t('blank.kindLoading')} />
      </PageHead>
    );
  }
  return (
    <PageHead title={resourceKey}>
      <EmptyState
        title={t('blank.kindTitle', { kind: resourceKey })}
        text={t('blank.kindText', { count: known.answered })}
        actions={
          <Button kind="primary" onClick={known.retry}>
            {t('retry')}
          </Button>
        }
      >
        {known.failed.length > 0 ? (
          <EmptyReasons>
            {known.failed.map(({ contextId, error }) => {
              const context = byId.get(contextId);
              const text = describe(error);
              return (
                <EmptyReason
                  key={contextId}
                  who={context ? <ContextName colour={context.colour} name={context.displayName} /> : contextId}
                  mark={<HealthShape health="unknown" />}
                  detail={[text.detail, text.nextStep].filter(Boolean).join('\n')}
                >
                  {text.title}
                </EmptyReason>
              );
            })}
          </EmptyReasons>
        ) : null}
      </EmptyState>
    </PageHead>
  );
}
