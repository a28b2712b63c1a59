import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useScope } from '../state/scope.ts';
import { useSettings } from '../state/settings-store.ts';
import { Badge } from '../ui/badge.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { KeyHint } from '../ui/key-hint.tsx';
import { closeDialog } from './app-state.ts';
import css from './palette.module.css';
import type { PaletteGroup, PaletteItem } from './palette-item.ts';
import { usePaletteGroups } from './use-palette-groups.tsx';

/** How many recent items are kept. */
const recentKept = 20;

/** The way to every kind, object, context, namespace and action: `:` kinds only, `@` contexts, `>` actions. */
export function Palette({ query: first }: { query: string }) {
  const { t } = useTranslation('shell');
  const scope = useScope();
  const [query, setQuery] = useState(first);
  // Searching thousands of loaded objects must not hold up the letters that are typed.
  const searched = useDeferredValue(query);
  const { groups, note } = usePaletteGroups(searched);
  const [marked, setMarked] = useState('');
  // What was found last may not be found any more: then the best match is marked, so that enter always does something.
  const ids = groups.flatMap((group) => group.items.map((item) => item.id));
  const current = ids.includes(marked) ? marked : (ids[0] ?? '');
  const change = useSettings((state) => state.change);
  const recent = useSettings((state) => state.settings.recent);

  const choose = (item: PaletteItem) => {
    closeDialog();
    if (item.remember && item.id.length <= 500)
      change({ recent: [item.id, ...recent.filter((id) => id !== item.id)].slice(0, recentKept) });
    item.run();
  };

  // Enter means what was typed, not what was found for the letters before: it waits until the search has caught up.
  const enterWaits = useRef(false);
  useEffect(() => {
    if (!enterWaits.current || searched !== query) return;
    enterWaits.current = false;
    const item = groups.flatMap((group) => group.items).find(({ id }) => id === current);
    if (item) choose(item);
  });

  return (
    <Dialog open onClose={closeDialog} label={t('palette.label')} width={720}>
      <Command
        shouldFilter={false}
        label={t('palette.label')}
        loop
        className={css.palette}
        value={current}
        onValueChange={setMarked}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || searched === query) return;
          event.preventDefault();
          enterWaits.current = true;
        }}
      >
        <div className={css.field}>
          <Search size={16} aria-hidden="true" />
          <Command.Input
            autoFocus
            className={css.input}
            value={query}
            onValueChange={(typed) => {
              setQuery(typed);
              enterWaits.current = false;
              setMarked('');
            }}
            placeholder={t('palette.placeholder')}
            spellCheck={false}
          />
          <Badge>
            {scope.contextIds.length === 0 ? t('palette.noContexts') : t('palette.contexts', { count: scope.contextIds.length })}
          </Badge>
          <Kbd keys="escape" />
        </div>
        <Command.List className={css.list} label={t('palette.label')}>
          {groups.map((group) => (
            <Group key={group.id} group={group} onChoose={choose} />
          ))}
          {groups.length === 0 ? (
            <div className={css.nothing}>
              <p>{t('palette.nothing', { query: query.trim() })}</p>
              <p className={css.quiet}>{t('palette.nothingHint')}</p>
            </div>
          ) : null}
        </Command.List>
        <div className={css.foot}>
          <KeyHint keys="enter" label={t('palette.hintOpen')} />
          <KeyHint keys=">" label={t('palette.hintActions')} />
          <KeyHint keys=":" label={t('palette.hintKinds')} />
          <KeyHint keys="@" label={t('palette.hintContexts')} />
          <span className={css.space} />
          <span className={css.note}>{note}</span>
        </div>
      </Command>
    </Dialog>
  );
}

function Group({ group, onChoose }: { group: PaletteGroup; onChoose: (item: PaletteItem) => void }) {
  const { t } = useTranslation('shell');
  const heading = (
    <span className={css.heading}>
      {group.label}
      {group.total > group.items.length ? <span>{t('palette.some', { shown: group.items.length, total: group.total })}</span> : null}
    </span>
  );
  return (
    <Command.Group heading={heading}>
      {group.items.map((item) => (
        <Command.Item key={item.id} value={item.id} className={css.item} onSelect={() => onChoose(item)}>
          <span className={css.icon}>{item.icon}</span>
          <span className={css.main}>{withMarks(item.label, item.ranges)}</span>
          <span className={css.sub}>{item.detail}</span>
          <span className={css.space} />
          {item.aside}
        </Command.Item>
      ))}
    </Command.Group>
  );
}

/** The label with what was typed set off. */
function withMarks(text: string, ranges: readonly (readonly [number, number])[]) {
  const parts = [];
  let from = 0;
  for (const [start, end] of ranges) {
    parts.push(text.slice(from, start), <em key={start}>{text.slice(start, end)}</em>);
    from = end;
  }
  return [...parts, text.slice(from)];
}
