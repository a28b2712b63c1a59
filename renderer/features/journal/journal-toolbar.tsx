import { ChevronDown, Download, RefreshCw, Search, X } from 'lucide-react';
import { type ComponentProps, type Ref, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { visibleText } from '../../../shared/visible-text.ts';
import { useNowAs } from '../../state/clock.ts';
import { useOrderedContexts } from '../../state/context-order.ts';
import { useContexts } from '../../state/contexts-store.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { ContextSwatch } from '../../ui/context-swatch.tsx';
import { formatElapsed } from '../../ui/format-time.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import { TextField } from '../../ui/text-field.tsx';
import css from './journal.module.css';
import type { JournalFilters } from './journal-filters.ts';
import type { JournalState } from './journal-list.ts';

/** How long typing rests before the journal is searched, in ms: a search may go through all of its files. */
const typingMs = 250;

/** Title, search and filters of the journal, how old what is shown is, and the export. */
export function JournalToolbar({
  filters,
  state,
  field,
  exporting,
  onFilter,
  onReadAgain,
  onLeave,
}: {
  filters: JournalFilters;
  state: JournalState;
  field: Ref<HTMLInputElement>;
  exporting: { readonly entries: readonly MenuEntry[]; readonly busy: boolean };
  onFilter: (change: Partial<JournalFilters>) => void;
  onReadAgain: () => void;
  /** The focus goes back to the rows. */
  onLeave: () => void;
}) {
  const { t } = useTranslation('journal');
  const { read, readAt } = state;
  const age = useNowAs((now) => formatElapsed(now - readAt));
  const count = read?.entries.length ?? 0;
  return (
    <header className={css.toolbar}>
      <h1>{t('title')}</h1>
      {read === null ? null : <span className={css.count}>{t(read.next === '' ? 'count' : 'countMore', { count })}</span>}
      <SearchField text={filters.text} field={field} onText={(text) => onFilter({ text })} onLeave={onLeave} />
      <ContextFilter chosen={filters.contextId} onChoose={(contextId) => onFilter({ contextId })} />
      <OutcomeFilter chosen={filters.outcome} onChoose={(outcome) => onFilter({ outcome })} />
      {filters.run === '' ? null : (
        <button type="button" className={css.chip} title={t('filter.removeRun')} onClick={() => onFilter({ run: '' })}>
          {t('filter.run')}
          <X size={11} aria-hidden="true" />
        </button>
      )}
      <span className={css.space} />
      {readAt === 0 ? null : <span className={css.age}>{t('readAgo', { elapsed: age })}</span>}
      <IconButton icon={RefreshCw} label={t('readAgain')} keys="r" onClick={onReadAgain} />
      <Menu
        trigger={
          <Button icon={Download} aria-busy={exporting.busy}>
            {t('export.label')}
          </Button>
        }
        entries={exporting.entries}
      />
    </header>
  );
}

function SearchField({
  text,
  field,
  onText,
  onLeave,
}: {
  text: string;
  field: Ref<HTMLInputElement>;
  onText: (text: string) => void;
  onLeave: () => void;
}) {
  const { t } = useTranslation('journal');
  const [typed, setTyped] = useState(text);
  // Another address, by a link or by "back", is another text.
  const [known, setKnown] = useState(text);
  if (known !== text) {
    setKnown(text);
    setTyped(text);
  }
  useEffect(() => {
    if (typed === text) return;
    const timer = setTimeout(() => onText(typed), typingMs);
    return () => clearTimeout(timer);
  });
  return (
    <TextField
      ref={field}
      className={css.search}
      icon={Search}
      label={t('search')}
      placeholder={t('searchHint')}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing || !['Escape', 'Enter', 'ArrowDown'].includes(event.key)) return;
        event.preventDefault();
        if (event.key === 'Escape' && typed !== '') setTyped('');
        else onLeave();
      }}
      after={
        typed === '' ? <Kbd keys="/" /> : <IconButton icon={X} size="small" label={t('clear')} iconSize={12} onClick={() => setTyped('')} />
      }
    />
  );
}

/** What opens a menu of filters; says what is chosen. */
function FilterButton({ label, chosen, children, ...rest }: ComponentProps<'button'> & { label: string; chosen: boolean }) {
  return (
    <button type="button" aria-label={label} {...rest} className={classes(css.filter, chosen && css.chosen)}>
      <span>{children}</span>
      <ChevronDown size={12} aria-hidden="true" />
    </button>
  );
}

function ContextFilter({
  chosen,
  onChoose,
}: {
  chosen: JournalFilters['contextId'];
  onChoose: (contextId: JournalFilters['contextId']) => void;
}) {
  const { t } = useTranslation('journal');
  const contexts = useOrderedContexts();
  const context = useContexts((state) => (chosen === null ? undefined : state.byId.get(chosen)));
  const name = chosen === null ? t('filter.allContexts') : visibleText(context?.displayName ?? chosen.slice(chosen.lastIndexOf('#') + 1));
  return (
    <Menu
      align="start"
      trigger={
        <FilterButton label={`${t('filter.context')}: ${name}`} chosen={chosen !== null}>
          {context === undefined ? null : <ContextSwatch colour={context.colour} />}
          {name}
        </FilterButton>
      }
      entries={[
        { type: 'radio', label: t('filter.allContexts'), checked: chosen === null, run: () => onChoose(null) },
        ...contexts.map(
          ({ id, displayName, colour }): MenuEntry => ({
            type: 'radio',
            label: displayName,
            mark: <ContextSwatch colour={colour} />,
            checked: chosen === id,
            run: () => onChoose(id),
          }),
        ),
      ]}
    />
  );
}

function OutcomeFilter({
  chosen,
  onChoose,
}: {
  chosen: JournalFilters['outcome'];
  onChoose: (outcome: JournalFilters['outcome']) => void;
}) {
  const { t } = useTranslation('journal');
  const name = chosen === null ? t('filter.allOutcomes') : t(`filter.${chosen}`);
  return (
    <Menu
      align="start"
      trigger={
        <FilterButton label={`${t('filter.outcome')}: ${name}`} chosen={chosen !== null}>
          {name}
        </FilterButton>
      }
      entries={[null, 'done', 'failed', 'denied', 'unknown'].map((outcome) => ({
        type: 'radio',
        label: t(outcome === null ? 'filter.allOutcomes' : `filter.${outcome}`),
        checked: chosen === outcome,
        run: () => onChoose(outcome as JournalFilters['outcome']),
      }))}
    />
  );
}
