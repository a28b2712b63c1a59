import { History } from 'lucide-react';
import { type CSSProperties, memo } from 'react';
import { useTranslation } from 'react-i18next';
import { visibleText } from '../../../shared/visible-text.ts';
import { classes } from '../../ui/classes.ts';
import { sourceKey } from './plan-hidden.ts';
import type { SourceEntry, SourceWords } from './plan-sources.ts';
import css from './source-list.module.css';
import { sourceColour } from './source-name.ts';

/** Letters of a name, with the sign of the cut, that stay however long the state beside it is. */
const leastLetters = 4;

interface SourceRowProps {
  readonly entry: SourceEntry;
  /** What it does, in two words, and how much that matters. */
  readonly words: SourceWords;
  readonly shown: boolean;
  readonly solo: boolean;
}

/** A source that says nothing new is not drawn again: with hundreds of them, those that changed are few. */
function sameRow(a: SourceRowProps, b: SourceRowProps): boolean {
  const [one, other] = [a.entry, b.entry];
  return (
    a.words.key === b.words.key &&
    Object.entries(a.words.values).every(([name, value]) => b.words.values[name] === value) &&
    a.shown === b.shown &&
    a.solo === b.solo &&
    one.digit === other.digit &&
    one.name.base === other.name.base &&
    one.name.suffix === other.name.suffix &&
    one.name.container === other.name.container &&
    one.source.hasPrevious === other.source.hasPrevious &&
    one.source.state.state === other.source.state.state
  );
}

/** One source: its colour, its name, what it does. Clicks, menu and tooltip are the list's: a row is nothing but its text. */
export const SourceRow = memo(function SourceRow({ entry, words, shown, solo }: SourceRowProps) {
  const { t } = useTranslation('logs');
  const { source, name, digit } = entry;
  const { colour, repeated } = sourceColour(source.number);
  const said = shown ? visibleText(t(words.key, words.values)) : t('sources.hidden');
  const full = `${name.base}${name.suffix}${name.container === '' ? '' : ` ${name.container}`}`;
  // A crash loop is told in the run that crashed: the way there is always in sight.
  const offersPrevious = source.hasPrevious && source.state.state === 'waiting';
  return (
    <div
      className={css.row}
      data-source={sourceKey(source)}
      data-shown={shown}
      data-solo={solo}
      data-ended={source.state.state === 'ended'}
    >
      <button
        type="button"
        className={css.choose}
        aria-pressed={solo}
        aria-label={t('sources.names', { name: full, state: said })}
        {...(digit === null ? {} : { 'aria-keyshortcuts': String(digit) })}
      >
        <i className={classes(css.colour, repeated && css.repeated)} style={{ '--source': colour } as CSSProperties} />
        <span className={css.name}>
          <span className={css.base} style={{ minWidth: `${Math.min(leastLetters, name.base.length)}ch` }}>
            {name.base}
          </span>
          <span className={css.suffix}>{name.suffix}</span>
          {/* The spaces take no room: with them the button says in words what it is called (WCAG 2.5.3, for those who speak to it). */}
          {name.container === '' ? null : <span className={css.container}> {name.container}</span>}
        </span>{' '}
        <span className={classes(css.state, shown && css[words.tone])}>{said}</span>
      </button>
      {offersPrevious ? (
        <button
          type="button"
          className={css.previous}
          data-previous
          aria-label={t('sources.previousOf', { name: full })}
          title={t('sources.previous')}
        >
          <History size={12} aria-hidden="true" />
        </button>
      ) : null}
    </div>
  );
}, sameRow);
