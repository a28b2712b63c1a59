import type { LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation, useRoute } from 'wouter';
import { useNow } from '../state/clock.ts';
import { useOrderedContexts } from '../state/context-order.ts';
import { unknownStatus, useContexts } from '../state/contexts-store.ts';
import { useScope } from '../state/scope.ts';
import { classes } from '../ui/classes.ts';
import { clockWords } from '../ui/clock-words.ts';
import { ContextEdge, contextInitials } from '../ui/context-swatch.tsx';
import { FreshnessShape } from '../ui/freshness-mark.tsx';
import { freshnessWords } from '../ui/freshness-words.ts';
import { HealthShape } from '../ui/health-shape.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { openDialog } from './app-state.ts';
import { allKindsIcon as AllKinds, kindIcon, ownKinds } from './kinds.ts';
import { type NavPage, navPages, pathOfPage } from './nav-pages.ts';
import { navKindOf, pathOfKind } from './paths.ts';
import css from './rail-mini.module.css';

/** The rail where the window is narrow: initials, worst mark, icons. The full name is the tooltip and the accessible name. */
export function RailMini() {
  const { t } = useTranslation('shell');
  const now = useNow();
  const scope = useScope();
  const contexts = useOrderedContexts();
  const statuses = useContexts((state) => state.statuses);
  const [location] = useLocation();
  const [, params] = useRoute('/r/:key');
  const shown = new Set(scope.contextIds);
  return (
    <nav className={css.rail} aria-label={t('rail.label')}>
      <div className={css.contexts}>
        {contexts.map((context) => {
          const status = statuses[context.id] ?? unknownStatus;
          const words = freshnessWords(status.freshness, now, true);
          const clock = clockWords(status.clockSkewMs);
          const label = [context.displayName, context.environment, t(words.key, words.values), clock && t(clock.key, { by: clock.by })]
            .filter(Boolean)
            .join(', ');
          // There is no room for the age of a count, so an old one is left to the full rail.
          const counted = status.problems?.asOf === undefined ? status.problems : null;
          const live = words.kind === 'live' || words.kind === 'quiet';
          const shape =
            context.broken !== null || (live && (counted?.broken ?? 0) > 0)
              ? 'broken'
              : live && (counted?.attention ?? 0) > 0
                ? 'attention'
                : null;
          return (
            <Tooltip key={context.id} text={label} side="right">
              <button
                type="button"
                className={classes(css.context, shown.has(context.id) && css.selected)}
                aria-pressed={shown.has(context.id)}
                onClick={(event) => {
                  if (!(event.metaKey || event.ctrlKey)) scope.setContexts([context.id]);
                  else if (shown.has(context.id)) scope.setContexts(scope.contextIds.filter((id) => id !== context.id));
                  else scope.setContexts([...scope.contextIds, context.id]);
                }}
              >
                <ContextEdge colour={context.colour} />
                <span className={css.initials} aria-hidden="true">
                  {contextInitials(context.displayName)}
                </span>
                <span className="visually-hidden">{label}</span>
                <span className={classes(css.mark, css[words.kind])}>
                  {shape ? <HealthShape health={shape} size={11} decorative /> : <FreshnessShape kind={words.kind} size={11} />}
                </span>
              </button>
            </Tooltip>
          );
        })}
      </div>
      <div className={css.kinds}>
        <MiniPages place="first" />
        {ownKinds.map((kind) => (
          <MiniLink
            key={kind.key}
            path={pathOfKind(kind.key)}
            icon={kindIcon(kind.key)}
            label={kind.label}
            current={navKindOf(location, params?.key) === kind.key}
          />
        ))}
        <Tooltip text={t('rail.allKinds')} keys=":" side="right">
          <button
            type="button"
            className={css.kind}
            aria-label={t('rail.allKinds')}
            onClick={() => openDialog({ dialog: 'palette', query: ':' })}
          >
            <AllKinds size={15} aria-hidden="true" />
          </button>
        </Tooltip>
        <MiniPages place="last" />
      </div>
    </nav>
  );
}

function MiniPages({ place }: { place: NavPage['place'] }) {
  const { t } = useTranslation('shell');
  const [location] = useLocation();
  return navPages
    .filter((page) => page.place === place)
    .map((page) => (
      <MiniLink key={page.path} path={pathOfPage(page)} icon={page.icon} label={t(`pages.${page.name}`)} current={location === page.path} />
    ));
}

/** One way of the navigation as its icon. */
function MiniLink({ path, icon: Icon, label, current }: { path: string; icon: LucideIcon; label: string; current: boolean }) {
  const [, navigate] = useLocation();
  return (
    <Tooltip text={label} side="right">
      <a
        className={css.kind}
        href={path}
        aria-label={label}
        aria-current={current ? 'page' : undefined}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          navigate(path);
        }}
      >
        <Icon size={15} aria-hidden="true" />
      </a>
    </Tooltip>
  );
}
