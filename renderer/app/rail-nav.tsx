import type { LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation, useRoute } from 'wouter';
import { type NavCounts, useNavCounts } from '../features/overview/use-nav-counts.ts';
import { Kbd } from '../ui/kbd.tsx';
import { openDialog } from './app-state.ts';
import { allKindsIcon as AllKinds, kindIcon, ownKinds } from './kinds.ts';
import { type NavPage, navPages, pathOfPage } from './nav-pages.ts';
import { navKindOf, pathOfKind } from './paths.ts';
import css from './rail.module.css';
import { goKeys } from './shell-keys.ts';

/** The kinds under the contexts: ours, then the way to all others, then pages that are no kind. */
export function RailNav() {
  const { t } = useTranslation('shell');
  const [location] = useLocation();
  const [, params] = useRoute('/r/:key');
  const counts = useNavCounts();
  return (
    <div className={css.nav}>
      <PageLinks place="first" counts={counts} />
      {ownKinds.map((kind) => (
        <NavLink
          key={kind.key}
          path={pathOfKind(kind.key)}
          icon={kindIcon(kind.key)}
          label={kind.label}
          current={navKindOf(location, params?.key) === kind.key}
          letter={goKeys[kind.key]}
          count={counts[kind.key]}
        />
      ))}
      <button type="button" className={css.navItem} onClick={() => openDialog({ dialog: 'palette', query: ':' })}>
        <AllKinds size={14} aria-hidden="true" />
        <span>{t('rail.allKinds')}</span>
        <span className={css.navKey}>
          <Kbd keys=":" />
        </span>
      </button>
      <PageLinks place="last" counts={counts} />
    </div>
  );
}

function PageLinks({ place, counts }: { place: NavPage['place']; counts: NavCounts }) {
  const { t } = useTranslation('shell');
  const [location] = useLocation();
  return navPages
    .filter((page) => page.place === place)
    .map((page) => (
      <NavLink
        key={page.path}
        path={pathOfPage(page)}
        icon={page.icon}
        label={t(`pages.${page.name}`)}
        current={location === page.path}
        letter={page.goKey}
        count={counts[page.name]}
      />
    ));
}

/** One way of the navigation: a link that may be opened elsewhere, with the letter that follows `g`. */
function NavLink({
  path,
  icon: Icon,
  label,
  current,
  letter,
  count = null,
}: {
  path: string;
  icon: LucideIcon;
  label: string;
  current: boolean;
  letter: string | undefined;
  /** How many there are in scope; null where nobody counts now. */
  count?: number | null | undefined;
}) {
  const { i18n } = useTranslation('shell');
  const [, navigate] = useLocation();
  return (
    <a
      className={css.navItem}
      href={path}
      aria-current={current ? 'page' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        navigate(path);
      }}
    >
      <Icon size={14} aria-hidden="true" />
      <span>{label}</span>
      {count === null ? null : <span className={css.navCount}>{count.toLocaleString(i18n.language)}</span>}
      {letter === undefined ? null : (
        <span className={css.navKey}>
          <Kbd keys={`g ${letter}`} />
        </span>
      )}
    </a>
  );
}
