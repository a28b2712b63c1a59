import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DetailDrawer } from '../features/detail/detail-drawer.tsx';
import { useSelectedObject } from '../state/selected-object.ts';
import { useSettings } from '../state/settings-store.ts';
import { Splitter } from '../ui/splitter.tsx';
import { useWindowWidth } from '../ui/use-window-size.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { useKindOf } from './resource-route.tsx';
import css from './shell.module.css';

/** Sizes of design.md, in px; the same values as --drawer, --drawer-min, --main-min, --rail and --rail-min. */
const defaultWidth = 404;
const narrowWidth = 380;
const smallest = 360;
const mainMin = 480;
const railMin = 48;
const collapseBelow = 1100;

/** How long a new width waits before it is remembered, in ms: a drag is one change, not a hundred. */
const rememberAfterMs = 400;

/** The right drawer with the object of the URL. Its width is remembered per kind; where the table would get too narrow it lies over it. */
export function Drawer({ resourceKey }: { resourceKey: string }) {
  const { t } = useTranslation('shell');
  const { selected, select } = useSelectedObject();
  const { kind } = useKindOf(resourceKey);
  const remembered = useSettings((state) => state.settings.tables[resourceKey]?.drawerWidth ?? null);
  const change = useSettings((state) => state.change);
  const windowWidth = useWindowWidth();
  const usual = windowWidth < collapseBelow ? narrowWidth : defaultWidth;
  const [dragged, setDragged] = useState<number | null>(null);
  useEffect(() => {
    if (dragged === null) return;
    const timer = setTimeout(() => {
      change({ tables: { [resourceKey]: { drawerWidth: dragged } } });
      setDragged(null);
    }, rememberAfterMs);
    return () => clearTimeout(timer);
  }, [dragged, change, resourceKey]);

  if (!selected || !kind) return null;
  const overlay = windowWidth < railMin + smallest + mainMin;
  const widest = Math.min(Math.floor(windowWidth * 0.6), Math.max(smallest, windowWidth - railMin - (overlay ? 0 : mainMin)));
  const width = Math.min(Math.max(dragged ?? remembered ?? usual, smallest), widest);
  const close = () => select(null);
  return (
    <>
      {overlay ? <button type="button" className={css.drawerScrim} aria-label={t('close')} tabIndex={-1} onClick={close} /> : null}
      <aside className={overlay ? css.drawerOver : css.drawer} style={{ width }} aria-label={t('drawer.label')}>
        <Splitter
          label={t('drawer.resize')}
          orientation="vertical"
          size={width}
          min={smallest}
          max={widest}
          onResize={setDragged}
          onReset={() => {
            setDragged(null);
            change({ tables: { [resourceKey]: { drawerWidth: null } } });
          }}
        />
        <ErrorBoundary resetKey={`${selected.contextId}|${selected.namespace}|${selected.name}`}>
          <DetailDrawer
            contextId={selected.contextId}
            resource={kind.resource}
            namespace={selected.namespace}
            name={selected.name}
            onClose={close}
          />
        </ErrorBoundary>
      </aside>
    </>
  );
}
