import { ArrowLeft, ArrowRight, Search, Settings, ShipWheel } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../ui/badge.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { useHistoryEnds } from '../ui/use-history.ts';
import { openDialog, useApp } from './app-state.ts';
import { ScopeChips } from './scope-chips.tsx';
import css from './top-bar.module.css';

/** The top bar: where the user is in the history, what exactly is shown, and the way to everything else. */
export function TopBar() {
  const { t } = useTranslation('shell');
  const { canGoBack, canGoForward } = useHistoryEnds();
  const demo = useApp((state) => state.info?.demo ?? false);
  return (
    <header className={css.bar}>
      <div className={css.brand}>
        <ShipWheel size={16} aria-hidden="true" />
        <b>{t('app')}</b>
        <span className={css.space} />
        <span className={css.history}>
          <IconButton icon={ArrowLeft} label={t('back')} disabled={!canGoBack} onClick={() => window.history.back()} />
          <IconButton icon={ArrowRight} label={t('forward')} disabled={!canGoForward} onClick={() => window.history.forward()} />
        </span>
      </div>
      <ScopeChips />
      <span className={css.space} />
      {demo ? (
        <Tooltip text={t('demo.banner')}>
          <button type="button" className={css.demo} onClick={() => openDialog({ dialog: 'settings' })}>
            <Badge tone="accent">{t('demo.label')}</Badge>
          </button>
        </Tooltip>
      ) : null}
      <button
        type="button"
        className={css.find}
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => openDialog({ dialog: 'palette', query: '' })}
      >
        <Search size={13} aria-hidden="true" />
        <span>{t('palette.label')}</span>
        <Kbd keys="mod+k" />
      </button>
      <IconButton icon={Settings} label={t('settings')} keys="mod+," onClick={() => openDialog({ dialog: 'settings' })} />
    </header>
  );
}
