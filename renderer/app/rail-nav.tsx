import { useTranslation } from 'react-i18next';
import { useLocation, useRoute } from 'wouter';
import { Kbd } from '../ui/kbd.tsx';
import { openDialog } from './app-state.ts';
import { allKindsIcon as AllKinds, kindIcon, ownKinds } from './kinds.ts';
import { pathOfKind } from './paths.ts';
import css from './rail.module.css';
import { goKeys } from './shell-keys.ts';

/** The kinds under the contexts: ours, then the way to all others. */
export function RailNav() {
  const { t } = useTranslation('shell');
  const [, navigate] = useLocation();
  const [, params] = useRoute('/r/:key');
  return (
    <div className={css.nav}>
      {ownKinds.map((kind) => {
        const Icon = kindIcon(kind.key);
        return (
          <a
            key={kind.key}
            className={css.navItem}
            href={pathOfKind(kind.key)}
            aria-current={params?.key === kind.key ? 'page' : undefined}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              navigate(pathOfKind(kind.key));
            }}
          >
            <Icon size={14} aria-hidden="true" />
            <span>{kind.label}</span>
            {goKeys[kind.key] ? (
              <span className={css.navKey}>
                <Kbd keys={`g ${goKeys[kind.key]}`} />
              </span>
            ) : null}
          </a>
        );
      })}
      <button type="button" className={css.navItem} onClick={() => openDialog({ dialog: 'palette', query: ':' })}>
        <AllKinds size={14} aria-hidden="true" />
        <span>{t('rail.allKinds')}</span>
        <span className={css.navKey}>
          <Kbd keys=":" />
        </span>
      </button>
    </div>
  );
}
