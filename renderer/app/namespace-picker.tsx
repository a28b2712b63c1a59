import { Command } from 'cmdk';
import { ChevronDown, Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useContexts } from '../state/contexts-store.ts';
import { useNamespaceNames, useWatchNamespaces } from '../state/namespaces-store.ts';
import { useScope } from '../state/scope.ts';
import { CheckboxShape } from '../ui/checkbox.tsx';
import { classes } from '../ui/classes.ts';
import { ContextSwatch } from '../ui/context-swatch.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { Popover } from '../ui/popover.tsx';
import fieldCss from '../ui/text-field.module.css';
import { matchWords } from './match-words.ts';
import css from './scope-chips.module.css';

/** How many options are drawn at once; typing narrows further. */
const shownOptions = 200;

/** The names of an object are lower case letters, digits and dashes, up to 63 (RFC 1123 label). */
const namespacePattern = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/**
 * The chip that says which namespaces are shown, and the choice behind it. A namespace that nobody could list can be
 * typed: a restricted user knows the names of the namespaces they may read.
 */
export function NamespacePicker() {
  const { t } = useTranslation('shell');
  const scope = useScope();
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState('');
  const byId = useContexts((state) => state.byId);
  const known = useNamespaceNames();
  const statuses = useContexts((state) => state.statuses);
  useWatchNamespaces(
    scope.contextIds.filter((id) => statuses[id]?.connected),
    open,
  );

  const contextsOf = useMemo(() => {
    const found = new Map<string, number[]>();
    for (const id of scope.contextIds) {
      const colour = byId.get(id)?.colour ?? 1;
      for (const name of known[id] ?? []) found.set(name, [...(found.get(name) ?? []), colour]);
    }
    return found;
  }, [known, scope.contextIds, byId]);
  const chosen = new Set(scope.namespaces ?? []);
  const names = [...new Set([...(scope.namespaces ?? []), ...contextsOf.keys()])];
  const matching = names
    .flatMap((name) => {
      const match = matchWords(query, name);
      return match ? [{ name, score: match.score }] : [];
    })
    .sort((a, b) => Number(chosen.has(b.name)) - Number(chosen.has(a.name)) || b.score - a.score || (a.name < b.name ? -1 : 1));
  const typed = query.trim();
  const canAdd = namespacePattern.test(typed) && !names.includes(typed);

  const toggle = (name: string) => {
    const next = chosen.has(name) ? [...chosen].filter((each) => each !== name) : [...chosen, name];
    scope.setNamespaces(next.length === 0 ? null : next.sort());
  };

  return (
    <Popover
      label={t('scope.choose')}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setQuery('');
      }}
      width={300}
      trigger={
        <button type="button" className={classes(css.chip, css.picker)}>
          {label(scope.namespaces, contextsOf.size, t)}
          <ChevronDown size={12} aria-hidden="true" />
        </button>
      }
    >
      <Command shouldFilter={false} label={t('scope.choose')} loop>
        <div className={css.search}>
          <span className={fieldCss.field}>
            <Search size={13} aria-hidden="true" />
            <Command.Input className={fieldCss.input} value={query} onValueChange={setQuery} placeholder={t('scope.search')} />
          </span>
        </div>
        <Command.List className={css.options} label={t('scope.choose')}>
          {typed === '' ? (
            <Command.Item className={css.option} value="all" onSelect={() => scope.setNamespaces(null)}>
              <CheckboxShape checked={scope.namespaces === null} />
              <span className={css.name}>{t('scope.allNamespaces')}</span>
              <Kbd keys="0" />
            </Command.Item>
          ) : null}
          {matching.slice(0, shownOptions).map(({ name }) => (
            <Command.Item key={name} className={css.option} value={`ns ${name}`} onSelect={() => toggle(name)}>
              <CheckboxShape checked={chosen.has(name)} />
              <span className={classes(css.name, 'mono')} title={name}>
                {name}
              </span>
              {scope.contextIds.length > 1 ? (
                <span className={css.squares} title={t('scope.inContexts', { count: contextsOf.get(name)?.length ?? 0 })}>
                  {(contextsOf.get(name) ?? []).slice(0, 8).map((colour, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: colours repeat, and the squares have no state
                    <ContextSwatch key={index} colour={colour} />
                  ))}
                </span>
              ) : null}
            </Command.Item>
          ))}
          {canAdd ? (
            <Command.Item className={css.option} value={`add ${typed}`} onSelect={() => toggle(typed)}>
              <CheckboxShape checked={false} />
              <span className={css.name}>{t('scope.addNamed', { name: typed })}</span>
              <span className={css.note}>{t('scope.addNamedNote')}</span>
            </Command.Item>
          ) : null}
          {names.length === 0 && !canAdd ? <p className={css.empty}>{t('scope.noneKnown')}</p> : null}
        </Command.List>
      </Command>
    </Popover>
  );
}

function label(namespaces: readonly string[] | null, total: number, t: ReturnType<typeof useTranslation>['t']): string {
  if (namespaces === null) return t('scope.allNamespaces');
  if (namespaces.length <= 1) return namespaces[0] ?? t('scope.allNamespaces');
  if (namespaces.length === 2) return namespaces.join(', ');
  return total >= namespaces.length
    ? t('scope.namespaces', { count: namespaces.length, total })
    : t('scope.namespacesUnknown', { count: namespaces.length });
}
