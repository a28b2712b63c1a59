import { AlarmClock } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../../shared/context-id.ts';
import type { ContextView } from '../../../shared/context-view.ts';
import { type Freshness, staleAfterMs } from '../../../shared/freshness.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useNow } from '../../state/clock.ts';
import { classes } from '../../ui/classes.ts';
import { type ClockWords, clockWords } from '../../ui/clock-words.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { formatClock, formatCountdown } from '../../ui/format-time.ts';
import { FreshnessShape } from '../../ui/freshness-mark.tsx';
import { freshnessWords } from '../../ui/freshness-words.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { Popover } from '../../ui/popover.tsx';
import css from './context-strips.module.css';
import { groupByError } from './group-by-error.ts';

/** More strips than this would push the rows off a small window (design.md): the last place says how many more there are. */
const most = 3;

/** One context in scope with what its list says about itself. */
export interface ContextState {
  readonly context: ContextView;
  readonly connected: boolean;
  readonly freshness: Freshness;
  /** Rows that are shown for it. */
  readonly rows: number;
  /** The server's clock minus ours, in ms; null while nobody knows. */
  readonly clockSkewMs: number | null;
}

/** Whether a context needs a line of its own above the table: everything but a live, complete list does. */
export function needsStrip({ freshness }: ContextState, now: number): boolean {
  if (freshness.state !== 'live') return true;
  return (freshness.partial?.missing.length ?? 0) > 0 || now - freshness.lastByteAt > staleAfterMs;
}

/** What is not whole about this table, one line per context, at most three lines. */
export function ContextStrips({ states, kindPlural }: { states: readonly ContextState[]; kindPlural: string }) {
  const { t } = useTranslation('tables');
  const now = useNow();
  const [all, setAll] = useState(false);
  // What is missing comes before what is off.
  const shown: readonly Line[] = [
    ...states.filter((state) => needsStrip(state, now)).map((state) => ({ state, clock: null })),
    ...states.flatMap((state) => {
      const clock = clockWords(state.clockSkewMs);
      return clock === null ? [] : [{ state, clock }];
    }),
  ];
  const visible = all || shown.length <= most ? shown : shown.slice(0, most - 1);
  return (
    <section className={css.strips} aria-label={t('strips.label')}>
      {visible.map(({ state, clock }) =>
        clock === null ? (
          <Strip key={state.context.id} state={state} now={now} kindPlural={kindPlural} />
        ) : (
          <ClockStrip key={`${state.context.id} clock`} context={state.context} clock={clock} />
        ),
      )}
      {shown.length > most ? (
        <div className={css.strip}>
          <span className={css.text}>{all ? '' : t('strips.more', { count: shown.length - visible.length })}</span>
          <span className={css.space} />
          <LinkButton onClick={() => setAll(!all)}>{all ? t('strips.fewer') : t('strips.all')}</LinkButton>
        </div>
      ) : null}
    </section>
  );
}

interface Line {
  readonly state: ContextState;
  /** Null for what the list says about itself. */
  readonly clock: ClockWords | null;
}

/** Two clocks differ: every age that is counted from a time of the server's is off. */
function ClockStrip({ context, clock }: { context: ContextView; clock: ClockWords }) {
  const { t } = useTranslation('tables');
  return (
    <div className={classes(css.strip, css.clock)} data-strip="clock">
      <AlarmClock size={13} aria-hidden="true" />
      <span className={css.who}>
        <ContextName colour={context.colour} name={context.displayName} />
      </span>
      <span className={css.text}>{t(clock.key === 'clock.behind' ? 'strips.clockBehind' : 'strips.clockAhead', { by: clock.by })}</span>
    </div>
  );
}

function Strip({ state, now, kindPlural }: { state: ContextState; now: number; kindPlural: string }) {
  const { context, freshness } = state;
  const { t } = useTranslation('tables');
  const bridge = useBridge();
  const words = freshnessWords(freshness, now);
  const partial = freshness.state === 'live' ? (freshness.partial?.missing ?? []) : [];
  const kind = partial.length > 0 && words.kind !== 'stale' ? 'partial' : words.kind;
  const retryAt = 'retryAt' in freshness ? freshness.retryAt : null;
  return (
    <div className={classes(css.strip, css[kind])} data-strip={kind}>
      <FreshnessShape kind={kind} size={13} />
      <span className={css.who}>
        <ContextName colour={context.colour} name={context.displayName} />
      </span>
      <span className={css.text}>
        <Sentence state={state} kind={kind} now={now} kindPlural={kindPlural} />
      </span>
      <span className={css.space} />
      {retryAt !== null && retryAt > now ? <Countdown key={retryAt} retryAt={retryAt} now={now} /> : null}
      {freshness.state === 'not-connected' ? (
        <LinkButton onClick={() => void bridge.call('contexts.connect', { contextId: context.id })}>{t('connect')}</LinkButton>
      ) : null}
      {'error' in freshness || partial.length > 0 ? <Why state={state} /> : null}
      {'error' in freshness ? (
        <LinkButton onClick={() => void bridge.call('contexts.retry', { contextId: context.id })}>{t('retryNow')}</LinkButton>
      ) : null}
    </div>
  );
}

function Sentence({ state, kind, now, kindPlural }: { state: ContextState; kind: string; now: number; kindPlural: string }) {
  const { t } = useTranslation('tables');
  const { t: shell } = useTranslation('shell');
  const { freshness, rows } = state;
  if (freshness.state === 'live' && kind === 'partial') {
    const missing = freshness.partial?.missing ?? [];
    const total = missing.length + (freshness.partial?.readable.length ?? 0);
    const refused = missing.every(({ error }) => error.kind === 'status' && error.code === 403);
    return (
      <>
        {t(refused ? 'strips.forbiddenPart' : 'strips.missingPart', { kind: kindPlural, count: missing.length, total })}
        <span className={css.faint}>{`: ${missing.map(({ namespace }) => namespace).join(', ')}`}</span>
      </>
    );
  }
  const since = formatClock(freshness.state === 'live' ? freshness.lastByteAt : 'since' in freshness ? freshness.since : now);
  if (kind === 'noLogin') return rows > 0 ? t('strips.noLogin', { since }) : shell('fresh.noLogin', { since });
  if (kind === 'stale') {
    return t(rows > 0 ? 'strips.stale' : 'strips.staleNoRows', { since });
  }
  if (freshness.state === 'forbidden') return t('strips.forbidden', { kind: kindPlural });
  if (freshness.state === 'unreachable') return shell('fresh.unreachable', { since });
  if (freshness.state === 'connecting' && freshness.detail !== '') return `${t('strips.connecting')}: ${freshness.detail}`;
  const words = freshnessWords(freshness, now);
  return shell(words.key, words.values);
}

/** Time until the next try, and a bar that shrinks once a second: it shows that something is going to happen. */
function Countdown({ retryAt, now }: { retryAt: number; now: number }) {
  const { t } = useTranslation('tables');
  const [whole] = useState(() => Math.max(1_000, retryAt - now));
  return (
    <span className={css.countdown}>
      <span className={css.faint}>{t('strips.retrying', { retry: formatCountdown(retryAt - now) })}</span>
      <i className={css.bar} aria-hidden="true">
        <i style={{ width: `${Math.min(100, Math.max(0, ((retryAt - now) / whole) * 100))}%` }} />
      </i>
    </span>
  );
}

/** The error in full: what was answered, and what to do. */
function Why({ state }: { state: ContextState }) {
  const { t } = useTranslation('tables');
  const { freshness } = state;
  const errors =
    'error' in freshness
      ? [{ namespace: '', error: freshness.error }]
      : freshness.state === 'live'
        ? (freshness.partial?.missing ?? [])
        : [];
  const groups = groupByError(errors);
  return (
    <Popover label={t('strips.why')} align="end" width={420} trigger={<LinkButton>{t('strips.why')}</LinkButton>}>
      <div className={css.why}>
        {groups.map(({ namespaces, error }) => (
          <div key={namespaces.join(' ')}>
            {namespaces[0] === '' ? null : (
              <p className={css.namespace}>{t('strips.inNamespaces', { namespaces: namespaces.join(', ') })}</p>
            )}
            <ErrorNote error={error} />
          </div>
        ))}
      </div>
    </Popover>
  );
}

/** Which contexts' rows are only as last seen. */
export function staleContexts(states: readonly ContextState[], now: number): ReadonlySet<ContextId> {
  return new Set(
    states
      .filter(({ freshness }) =>
        freshness.state !== 'live'
          ? freshness.state !== 'listing' && freshness.state !== 'connecting'
          : now - freshness.lastByteAt > staleAfterMs,
      )
      .map(({ context }) => context.id),
  );
}
