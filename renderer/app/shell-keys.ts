import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useOrderedContexts } from '../state/context-order.ts';
import { toggleDiagnostics, toggleDock, toggleMaximised, useDock } from '../state/dock-store.ts';
import { useScope } from '../state/scope.ts';
import type { KeyBinding } from '../ui/key-map.ts';
import { useKeys } from '../ui/use-keys.ts';
import { openDialog } from './app-state.ts';
import { navPages, pathOfPage } from './nav-pages.ts';
import { pathOfKind } from './paths.ts';

/** The letter after `g` that goes to a kind, by its key; shown in the navigation. */
export const goKeys: Readonly<Record<string, string>> = {
  pods: 'p',
  'deployments.apps': 'd',
  services: 's',
  nodes: 'n',
  namespaces: 'm',
  events: 'e',
};

/** The keys that work everywhere. */
export function useShellKeys(): void {
  const { t } = useTranslation(['shell', 'dock']);
  const [, navigate] = useLocation();
  const scope = useScope();
  const ordered = useOrderedContexts();
  const docked = useDock((dock) => dock.tabs.length > 0);
  const maximised = useDock((dock) => dock.size === 'max');

  const bindings = useMemo((): readonly KeyBinding[] => {
    const go = (letter: string, key: string, label: string): KeyBinding => ({
      keys: `g ${letter}`,
      label,
      run: () => navigate(pathOfKind(key)),
    });
    const step = (by: 1 | -1) => {
      const at = ordered.findIndex(({ id }) => scope.contextIds.length === 1 && id === scope.contextIds[0]);
      const next = at < 0 ? (by > 0 ? ordered[0] : ordered.at(-1)) : ordered[(at + by + ordered.length) % ordered.length];
      if (next) scope.setContexts([next.id]);
    };
    return [
      { keys: 'mod+k', label: t('keys.palette'), run: () => openDialog({ dialog: 'palette', query: '' }) },
      { keys: ':', label: t('keys.kinds'), run: () => openDialog({ dialog: 'palette', query: ':' }) },
      { keys: 'mod+,', label: t('keys.settings'), run: () => openDialog({ dialog: 'settings' }) },
      { keys: '0', label: t('keys.allNamespaces'), run: () => scope.setNamespaces(null) },
      { keys: '[', label: t('keys.previousContext'), run: () => step(-1) },
      { keys: ']', label: t('keys.nextContext'), run: () => step(1) },
      go('p', 'pods', t('keys.goPods')),
      go('d', 'deployments.apps', t('keys.goDeployments')),
      go('s', 'services', t('keys.goServices')),
      go('n', 'nodes', t('keys.goNodes')),
      go('m', 'namespaces', t('keys.goNamespaces')),
      go('e', 'events', t('keys.goEvents')),
      ...navPages.map(
        (page): KeyBinding => ({
          keys: `g ${page.goKey}`,
          label: t('keys.goPage', { page: t(`pages.${page.name}`) }),
          run: () => navigate(pathOfPage(page)),
        }),
      ),
      { keys: 'mod+j', label: t(maximised ? 'dock:keys.restore' : 'dock:keys.toggle'), hint: maximised, enabled: docked, run: toggleDock },
      { keys: 'mod+shift+j', label: t('dock:keys.maximise'), enabled: docked, run: toggleMaximised },
      { keys: 'g x', label: t('keys.diagnostics'), run: toggleDiagnostics },
      { keys: '?', label: t('keys.help'), hint: true, run: () => openDialog({ dialog: 'keys' }) },
    ];
  }, [t, navigate, scope, ordered, docked, maximised]);
  useKeys(t('keys.global'), bindings);
}
