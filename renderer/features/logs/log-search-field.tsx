import { CaseSensitive, ChevronDown, ChevronUp, ListFilter, Regex, Search, X } from 'lucide-react';
import { type Ref, useImperativeHandle, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../../state/settings-store.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import { TextField } from '../../ui/text-field.tsx';
import css from './log-search-field.module.css';
import type { SearchState } from './log-slices.ts';
import type { LogViewModel } from './log-view-model.ts';
import { useSlice } from './slices.ts';
import type { LogFilterControl } from './use-log-filter.ts';
import type { LogSearchControl } from './use-log-search.ts';

/** Numbers of lines around a match that are offered. */
const around = [0, 1, 3, 5, 10, 25];

/**
 * The search field: what is typed is searched for, enter goes on to the next hit, alt+enter makes a filter of it. `toggles` = case and
 * regular expression stand beside it; else they are in its menu. `steps` = there is room for buttons to the hit before and after.
 */
export function LogSearchField({
  model,
  search,
  filter,
  toggles,
  steps,
  field,
  onLeave,
}: {
  model: LogViewModel;
  search: LogSearchControl;
  filter: LogFilterControl;
  toggles: boolean;
  steps: boolean;
  field: Ref<{ focus(): void }>;
  /** Escape in an empty field: the focus goes back to the lines. */
  onLeave: () => void;
}) {
  const { t } = useTranslation('logs');
  const input = useRef<HTMLInputElement>(null);
  useImperativeHandle(field, () => ({
    focus: () => {
      input.current?.focus();
      input.current?.select();
    },
  }));
  const { matchCase, regex } = useSettings((state) => state.settings.logs);
  const change = useSettings((state) => state.change);
  const state = useSlice(model.slices, 'search');
  const error = search.text === '' ? null : (state?.error ?? null);
  const keep = (kind: 'include' | 'exclude') => {
    if (search.pattern === null) return;
    filter.add(kind, search.pattern);
    search.clear();
  };
  const typed = search.text !== '';
  const caseEntry = { label: t('toolbar.matchCase'), checked: matchCase, run: () => change({ logs: { matchCase: !matchCase } }) };
  const regexEntry = { label: t('toolbar.regex'), checked: regex, run: () => change({ logs: { regex: !regex } }) };
  const entries: readonly MenuEntry[] = [
    ...(typed
      ? [
          { label: t('search.keep', { text: search.text }), keys: 'alt+enter', run: () => keep('include') },
          { label: t('search.hide', { text: search.text }), keys: 'alt+shift+enter', run: () => keep('exclude') },
        ]
      : [{ type: 'heading', label: t('search.typeFirst') } as const]),
    { type: 'separator' },
    ...(toggles
      ? []
      : [{ type: 'check', keepOpen: true, ...caseEntry } as const, { type: 'check', keepOpen: true, ...regexEntry } as const]),
    {
      type: 'sub',
      label: t('search.around'),
      entries: around.map((lines) => ({
        type: 'radio',
        label: lines === 0 ? t('search.aroundNone') : t('search.aroundLines', { count: lines }),
        checked: filter.parts.context === lines,
        run: () => filter.setContext(lines),
      })),
    },
    { label: t('filter.clear'), icon: X, run: filter.clear },
  ];
  return (
    <>
      <div className={css.place}>
        <TextField
          ref={input}
          icon={Search}
          label={t('search.label')}
          aria-keyshortcuts="/"
          placeholder={t(regex ? 'search.placeholderRegex' : 'search.placeholder')}
          className={css.field}
          value={search.text}
          invalid={error !== null}
          {...(error === null ? {} : { 'aria-describedby': 'log-search-error' })}
          onChange={(event) => search.type(event.target.value)}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === 'Enter') {
              if (event.altKey) keep(event.shiftKey ? 'exclude' : 'include');
              else search.go(event.shiftKey);
            } else if (event.key === 'Escape') {
              if (typed) search.clear();
              else onLeave();
            } else if (event.key === 'ArrowDown') onLeave();
            else return;
            event.preventDefault();
          }}
          after={
            <>
              {typed ? (
                <>
                  <Found state={state} />
                  {steps ? (
                    <>
                      <IconButton size="small" icon={ChevronUp} label={t('search.previous')} keys="N" onClick={() => search.go(true)} />
                      <IconButton size="small" icon={ChevronDown} label={t('search.next')} keys="n" onClick={() => search.go(false)} />
                    </>
                  ) : null}
                  <IconButton size="small" iconSize={12} icon={X} label={t('search.clear')} onClick={search.clear} />
                </>
              ) : (
                <Kbd keys="/" />
              )}
              <Menu trigger={<IconButton size="small" iconSize={13} icon={ListFilter} label={t('search.more')} />} entries={entries} />
            </>
          }
        />
        {error === null ? null : (
          <p id="log-search-error" className={css.problem} role="status">
            {t('search.error', { detail: error })}
          </p>
        )}
      </div>
      {toggles ? (
        <fieldset className={css.toggles} aria-label={t('search.label')}>
          <button type="button" aria-pressed={matchCase} aria-label={caseEntry.label} title={caseEntry.label} onClick={caseEntry.run}>
            <CaseSensitive size={14} aria-hidden="true" />
          </button>
          <button type="button" aria-pressed={regex} aria-label={regexEntry.label} title={regexEntry.label} onClick={regexEntry.run}>
            <Regex size={13} aria-hidden="true" />
          </button>
        </fieldset>
      ) : null}
    </>
  );
}

/** `2 of 47`, and how far the search has come while it runs. */
function Found({ state }: { state: SearchState | null }) {
  const { t } = useTranslation('logs');
  if (state === null || state.error !== null) return null;
  const { found, progress, current } = state;
  const running = progress < 1;
  if (found === 0 && !running) return <span className={css.found}>{t('search.none')}</span>;
  return (
    <span className={css.found}>
      {found > 0
        ? current === null
          ? t('search.found', { count: found })
          : t('search.of', { at: current.ordinal + 1, count: found })
        : null}
      {running ? <span className={css.progress}>{t('search.progress', { percent: Math.floor(progress * 100) })}</span> : null}
    </span>
  );
}
