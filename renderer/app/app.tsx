import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect, Route, Switch, useLocation, useSearch } from 'wouter';
import { logPagePath } from '../../shared/log-page.ts';
import { useConnection } from '../bridge/connection.ts';
import { AccessPage } from '../features/access/access-page.tsx';
import { DrainNotices } from '../features/drain/drain-notices.tsx';
import { DrainPage } from '../features/drain/drain-page.tsx';
import { DrainRunPage } from '../features/drain/run-page.tsx';
import { DrainRunsPage } from '../features/drain/runs-page.tsx';
import { JournalPage } from '../features/journal/journal-page.tsx';
import { NodeActionsHost } from '../features/nodes/node-actions-host.tsx';
import { FleetPage } from '../features/overview/fleet-page.tsx';
import { ProblemsPage } from '../features/overview/problems-page.tsx';
import { PoolsPage } from '../features/pools/pools-page.tsx';
import { useContexts } from '../state/contexts-store.ts';
import { drainRunPath, drainRunsPath, journalPath } from '../state/drain-path.ts';
import { fleetPath, poolsPath, problemsPath } from '../state/fleet-path.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { overlayContainerId } from '../ui/overlay-container.ts';
import { ToastRegion } from '../ui/toasts.tsx';
import { TooltipProvider } from '../ui/tooltip.tsx';
import { listenToKeys } from '../ui/use-keys.ts';
import { BlankScope } from './blank-scope.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { NoSession } from './connection-banner.tsx';
import { Dialogs } from './dialogs.tsx';
import { Drawer } from './drawer.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { FirstRun } from './first-run.tsx';
import { ownKinds } from './kinds.ts';
import { LogWindow } from './log-page.tsx';
import { PageHead } from './page-head.tsx';
import { ResourceRoute } from './resource-route.tsx';
import { Shell } from './shell.tsx';
import { useShellKeys } from './shell-keys.ts';
import { useAppearance } from './use-appearance.ts';
import { useStart } from './use-start.ts';

/** The whole page: what is global around it, then first run or the shell with the page of the URL. */
export function App() {
  const { t } = useTranslation('shell');
  useAppearance();
  useStart();
  useEffect(() => listenToKeys(window), []);
  const empty = useContexts((state) => state.loaded && state.contexts.length === 0);
  const refused = useConnection((connection) => connection.state === 'refused');
  return (
    <TooltipProvider>
      <ErrorBoundary>
        {refused ? <NoSession /> : empty ? <FirstRun /> : <Pages />}
        <Dialogs />
        <NodeActionsHost />
        <ConfirmDialog />
        <DrainNotices />
      </ErrorBoundary>
      <ToastRegion />
      <aside id={overlayContainerId} aria-label={t('overlays')} />
    </TooltipProvider>
  );
}

function Pages() {
  useShellKeys();
  return (
    <Switch>
      <Route path="/">
        <ToFleet />
      </Route>
      <Route path={logPagePath}>
        <LogWindow />
      </Route>
      <Route path={drainRunPath}>
        <RunRoute />
      </Route>
      <Route path={drainRunsPath}>
        <Shell main={<DrainRunsPage />} />
      </Route>
      <Route path={fleetPath}>
        <ScopedPage name="fleet">
          <FleetPage />
        </ScopedPage>
      </Route>
      <Route path={problemsPath}>
        <ScopedPage name="problems">
          <ProblemsPage />
        </ScopedPage>
      </Route>
      <Route path={poolsPath}>
        <ScopedPage name="pools">
          <PoolsPage />
        </ScopedPage>
      </Route>
      <Route path="/access">
        <Shell main={<AccessPage />} />
      </Route>
      <Route path="/drain">
        <Shell main={<DrainPage />} drawer={<Drawer resourceKey="pods" />} />
      </Route>
      <Route path={journalPath}>
        <Shell main={<JournalPage />} />
      </Route>
      <Route path="/r/:key">{({ key }) => <KindPage resourceKey={decode(key)} />}</Route>
      <Route>
        <Shell main={<NotFound />} />
      </Route>
    </Switch>
  );
}

/** The first page of the day; an address that names a scope keeps it. */
function ToFleet() {
  const search = useSearch();
  return <Redirect to={search === '' ? fleetPath : `${fleetPath}?${search}`} replace />;
}

/** A page about what is connected: where nothing is, it says so and offers to connect. */
function ScopedPage({ name, children }: { name: 'fleet' | 'problems' | 'pools'; children: ReactNode }) {
  const { t } = useTranslation('shell');
  return (
    <Shell
      main={
        <ErrorBoundary resetKey={name}>
          <BlankScope title={t(`pages.${name}`)}>{children}</BlankScope>
        </ErrorBoundary>
      }
    />
  );
}

function KindPage({ resourceKey }: { resourceKey: string }) {
  useEffect(() => {
    const label = ownKinds.find((kind) => kind.key === resourceKey)?.label ?? resourceKey;
    document.title = `${label} · Timonier`;
  }, [resourceKey]);
  return (
    <Shell
      main={
        <ErrorBoundary resetKey={resourceKey}>
          <ResourceRoute resourceKey={resourceKey} />
        </ErrorBoundary>
      }
      drawer={<Drawer key={resourceKey} resourceKey={resourceKey} />}
    />
  );
}

/** The pod that is opened stands beside the drain, as beside the table of pods. */
function RunRoute() {
  return (
    <Shell
      main={
        <ErrorBoundary>
          <DrainRunPage />
        </ErrorBoundary>
      }
      drawer={<Drawer resourceKey="pods" />}
    />
  );
}

function NotFound() {
  const { t } = useTranslation('shell');
  const [path, navigate] = useLocation();
  return (
    <PageHead title={t('app')}>
      <EmptyState
        title={t('blank.notFoundTitle')}
        text={t('blank.notFoundText', { path })}
        actions={
          <Button kind="primary" onClick={() => navigate('/r/pods')}>
            {t('blank.toPods')}
          </Button>
        }
      />
    </PageHead>
  );
}

/** wouter leaves a parameter that is not valid percent encoding as it is; so do we. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not percent encoding: the page will say that there is no such kind.
    return text;
  }
}
