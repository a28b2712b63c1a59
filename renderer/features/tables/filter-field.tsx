import { ListFilter, X } from 'lucide-react';
import { type Ref, useImperativeHandle, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { classes } from '../../ui/classes.ts';
import { Kbd } from '../../ui/kbd.tsx';
import css from './filter-field.module.css';
import { type FilterProblem, type FilterTerm, parseFilter, withoutTerm } from './parse-filter.ts';

/** The filter field: finished `key:value` terms stand as chips before what is being typed. `text` is the whole filter. */
export function FilterField({
  text,
  onChange,
  problems,
  field,
  onLeave,
}: {
  text: string;
  onChange: (text: string) => void;
  problems: readonly FilterProblem[];
  field: Ref<{ focus(): void }>;
  /** Enter or arrow down: the focus goes back to the rows. */
  onLeave: () => void;
}) {
  const { t } = useTranslation('tables');
  const input = useRef<HTMLInputElement>(null);
  useImperativeHandle(field, () => ({
    focus: () => {
      input.current?.focus();
      input.current?.select();
    },
  }));
  const { chips, rest } = splitChips(text);
  const before = chips.map((chip) => chip.raw).join(' ');
  const join = (tail: string) => (before === '' ? tail : `${before} ${tail}`);
  return (
    <div className={css.place}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: a click beside the input is a click on it */}
      <div className={classes(css.field, problems.length > 0 && css.invalid)} onClick={() => input.current?.focus()}>
        <ListFilter size={13} aria-hidden="true" />
        {chips.map((chip) => (
          <button
            key={`${chip.start} ${chip.raw}`}
            type="button"
            className={css.chip}
            aria-label={t('filter.removeTerm', { term: chip.raw })}
            title={t('filter.removeTerm', { term: chip.raw })}
            onClick={(event) => {
              event.stopPropagation();
              onChange(withoutTerm(text, chip));
              input.current?.focus();
            }}
          >
            <b>
              {chip.raw.startsWith('!') ? '!' : ''}
              {chip.key}:
            </b>
            <span>{chip.value}</span>
            <X size={10} aria-hidden="true" />
          </button>
        ))}
        <input
          ref={input}
          type="text"
          className={css.input}
          value={rest}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          aria-label={t('filter.label')}
          aria-keyshortcuts="/"
          aria-invalid={problems.length > 0 || undefined}
          {...(problems.length > 0 ? { 'aria-describedby': 'filter-problems' } : {})}
          placeholder={chips.length === 0 ? t('filter.placeholder') : ''}
          onChange={(event) => onChange(join(event.target.value))}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === 'Escape') {
              event.preventDefault();
              if (text === '') onLeave();
              else onChange('');
            } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
              event.preventDefault();
              onLeave();
            } else if (event.key === 'Backspace' && event.currentTarget.selectionStart === 0 && event.currentTarget.selectionEnd === 0) {
              const last = chips.at(-1);
              if (!last) return;
              event.preventDefault();
              // The last chip becomes text again: the space that finished it goes.
              onChange(
                `${chips
                  .slice(0, -1)
                  .map((chip) => chip.raw)
                  .join(' ')}${chips.length > 1 ? ' ' : ''}${last.raw}${rest}`,
              );
            }
          }}
        />
        {text === '' ? (
          <Kbd keys="/" />
        ) : (
          <button type="button" className={css.clear} aria-label={t('filter.clear')} title={t('filter.clear')} onClick={() => onChange('')}>
            <X size={12} aria-hidden="true" />
          </button>
        )}
      </div>
      {problems.length > 0 ? (
        <div id="filter-problems" className={css.problems} role="status">
          {problems.map((problem) => (
            <p key={`${problem.kind} ${problem.raw}`}>
              <code>{problem.raw}</code> {t(`filter.problem.${problem.kind}`, { detail: problem.detail })}
            </p>
          ))}
        </div>
      ) : null}
    </div>
  );
}

/** Leading `key:value` terms that are finished (a space follows) as chips, and the text behind them. */
export function splitChips(text: string): { readonly chips: readonly FilterTerm[]; readonly rest: string } {
  const chips: FilterTerm[] = [];
  let at = 0;
  for (const term of parseFilter(text).terms) {
    if (term.key === '' || term.value === '' || !/\s/.test(text.charAt(term.end)) || term.start > at + leadingSpace(text, at)) break;
    chips.push(term);
    at = term.end + 1;
  }
  return { chips, rest: text.slice(at) };
}

function leadingSpace(text: string, from: number): number {
  return /^\s*/.exec(text.slice(from))?.[0].length ?? 0;
}
