import { AppWindow, Columns2, Maximize2, Minimize2, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { focusedTab } from '../state/dock-layout.ts';
import { hideDock, showAlone, showBeside, toggleMaximised, useDock } from '../state/dock-store.ts';
import { IconButton } from '../ui/icon-button.tsx';
import css from './dock.module.css';
import { DockTabButton } from './dock-tab.tsx';
import { useOpenWindow } from './use-open-window.ts';

/** The tabs of the dock and what can be done with the dock. `notes`: what panels say of themselves, by the id of their tab. */
export function DockBar({ notes }: { notes: Readonly<Record<string, string>> }) {
  const { t } = useTranslation('dock');
  const dock = useDock();
  const openWindow = useOpenWindow();
  const focused = focusedTab(dock);
  const maximised = dock.size === 'max';
  const split = dock.panes.length > 1;
  const other = dock.tabs.find(({ id }) => !dock.panes.includes(id));
  return (
    <div className={css.bar}>
      <div role="tablist" aria-label={t('tabs')} className={css.tabs}>
        {dock.tabs.map((tab) => (
          <DockTabButton key={tab.id} tab={tab} note={notes[tab.id] ?? ''} reachable={tab.id === focused?.id} />
        ))}
      </div>
      {split && focused ? (
        <IconButton icon={Columns2} active label={t('alone')} onClick={() => showAlone(focused.id)} />
      ) : other ? (
        <IconButton icon={Columns2} label={t('besideNext')} onClick={() => showBeside(other.id)} />
      ) : null}
      {focused?.type === 'logs' ? (
        <IconButton icon={AppWindow} label={t('ownWindow')} onClick={() => openWindow({ page: 'logs', logs: focused.page })} />
      ) : null}
      <IconButton
        icon={maximised ? Minimize2 : Maximize2}
        active={maximised}
        label={t(maximised ? 'restore' : 'maximise')}
        keys="mod+shift+j"
        onClick={toggleMaximised}
      />
      <IconButton icon={X} label={t('hide')} keys="mod+j" onClick={hideDock} />
    </div>
  );
}
