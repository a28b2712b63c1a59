import { CircleCheck, CircleMinus, FileKey, FlaskConical, FolderOpen, type LucideIcon, Settings, ShipWheel } from 'lucide-react';
import { type KeyboardEvent, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../ui/icon-button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { KeyHint } from '../ui/key-hint.tsx';
import { useKeys } from '../ui/use-keys.ts';
import { useChooseFile } from './add-file-dialog.tsx';
import { openDialog, useApp } from './app-state.ts';
import { useContextActions } from './context-actions.ts';
import css from './first-run.module.css';

/** Shown while no kubeconfig has a context: where was looked, and three ways on. */
export function FirstRun() {
  const { t, i18n } = useTranslation('shell');
  const places = useApp((state) => state.info?.places) ?? [];
  const { startDemo } = useContextActions();
  const chooseFile = useChooseFile();
  const bindings = useMemo(
    () => [
      { keys: 'enter', label: t('keys.demo'), run: startDemo },
      { keys: 'o', label: t('keys.chooseFile'), run: chooseFile },
      { keys: 'p', label: t('keys.provider'), run: () => openDialog({ dialog: 'providers' }) },
      { keys: 'mod+,', label: t('keys.settings'), run: () => openDialog({ dialog: 'settings' }) },
    ],
    [t, startDemo, chooseFile],
  );
  useKeys(t('firstRun.title'), bindings);
  const found = places.some((place) => place.found);
  return (
    <div className={css.page}>
      <header className={css.top}>
        <ShipWheel size={16} aria-hidden="true" />
        <b>{t('app')}</b>
        <span className={css.space} />
        <IconButton icon={Settings} label={t('settings')} keys="mod+," onClick={() => openDialog({ dialog: 'settings' })} />
      </header>
      <main className={css.main}>
        <div className={css.column}>
          <div className={css.mark}>
            <ShipWheel size={30} aria-hidden="true" />
          </div>
          <h1>{t(found ? 'firstRun.emptyTitle' : 'firstRun.title')}</h1>
          <p className={css.text}>{t('firstRun.text')}</p>
          {places.length === 0 ? null : (
            <ul className={css.places}>
              {places.map((place) => (
                <li key={place.label} className={css.place}>
                  {place.found ? <CircleCheck size={14} aria-hidden="true" /> : <CircleMinus size={14} aria-hidden="true" />}
                  <span className="mono">{place.label}</span>
                  <span className={css.space} />
                  <span className={css.detail}>{place.detail === '' ? t('firstRun.notSet') : place.detail}</span>
                </li>
              ))}
            </ul>
          )}
          {/* biome-ignore lint/a11y/noStaticElementInteractions: j, k and the arrows move between the buttons inside, which are reachable with tab as well */}
          <div className={css.options} onKeyDown={moveFocus}>
            <Option icon={FlaskConical} title={t('firstRun.demo')} text={t('firstRun.demoText')} keys="enter" onChoose={startDemo} first />
            <Option icon={FolderOpen} title={t('firstRun.choose')} text={t('firstRun.chooseText')} keys="O" onChoose={chooseFile} />
            <Option
              icon={FileKey}
              title={t('firstRun.provider')}
              text={t('firstRun.providerText')}
              keys="P"
              onChoose={() => openDialog({ dialog: 'providers' })}
            />
          </div>
          <p className={css.watching}>{t('firstRun.watching')}</p>
        </div>
      </main>
      <footer className={css.status}>
        <KeyHint keys="j k" label={t('keys.move')} joined />
        <KeyHint keys="enter" label={t('keys.choose')} />
        <KeyHint keys="mod+," label={t('keys.settings')} />
        <span className={css.space} />
        <span>{i18n.language === 'fr' ? 'Français' : 'English'}</span>
      </footer>
    </div>
  );
}

function Option({
  icon: Icon,
  title,
  text,
  keys,
  onChoose,
  first = false,
}: {
  icon: LucideIcon;
  title: string;
  text: string;
  keys: string;
  onChoose: () => void;
  first?: boolean;
}) {
  return (
    <button type="button" className={css.option} onClick={onChoose} ref={first ? focusOnce : undefined}>
      <Icon size={18} aria-hidden="true" />
      <span className={css.words}>
        <b>{title}</b>
        <small>{text}</small>
      </span>
      <Kbd keys={keys} />
    </button>
  );
}

/** The way most people take first has the focus, so that enter alone shows something. */
function focusOnce(button: HTMLButtonElement | null): void {
  button?.focus();
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const by = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  if (by === undefined) return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.indexOf(event.target as HTMLButtonElement);
  event.preventDefault();
  buttons[(at + by + buttons.length) % buttons.length]?.focus();
}
