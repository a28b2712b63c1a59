import {
  ArrowDown,
  ArrowUp,
  Copy,
  Eye,
  FolderTree,
  Palette,
  PencilLine,
  Pin,
  Plug,
  RefreshCw,
  ShieldCheck,
  Tag,
  Unplug,
} from 'lucide-react';
import { createElement, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextStatus, ContextView, Environment } from '../../shared/context-view.ts';
import type { ContextSettings } from '../../shared/settings.ts';
import { moveContext, useContextGroups } from '../state/context-order.ts';
import { useScope } from '../state/scope.ts';
import { useSettings } from '../state/settings-store.ts';
import { ContextSwatch } from '../ui/context-swatch.tsx';
import { copyText } from '../ui/copy-button.tsx';
import type { MenuEntry } from '../ui/menu.tsx';
import { openDialog } from './app-state.ts';
import { useContextActions } from './context-actions.ts';

const environments: readonly Environment[] = ['prod', 'staging', 'dev', 'unknown'];

/** Everything that can be done with one context, for right click and for its "…" button: all of it works without a mouse. */
export function useRailMenu(context: ContextView, status: ContextStatus): readonly MenuEntry[] {
  const { t } = useTranslation('shell');
  const scope = useScope();
  const actions = useContextActions();
  const change = useSettings((state) => state.change);
  const groups = useContextGroups();

  return useMemo((): readonly MenuEntry[] => {
    const { id } = context;
    const set = (fields: Partial<ContextSettings>) => change({ contexts: { [id]: fields } });
    const inScope = scope.contextIds.includes(id);
    const order = groups.flatMap((group) => group.contexts.map((each) => each.id));
    const siblings = groups.find((group) => group.contexts.some((each) => each.id === id))?.contexts ?? [];
    const at = siblings.findIndex((each) => each.id === id);
    const move = (by: -1 | 1): MenuEntry => ({
      label: t(by < 0 ? 'rail.up' : 'rail.down'),
      icon: by < 0 ? ArrowUp : ArrowDown,
      disabled: siblings[at + by] === undefined,
      run: () => {
        const target = siblings[at + by];
        if (target) change({ contexts: moveContext(order, id, target.id, by > 0) });
      },
    });
    const connection: readonly MenuEntry[] = status.connected
      ? [
          { label: t('rail.retry'), icon: RefreshCw, run: () => actions.retry(id) },
          { label: t('rail.disconnect'), icon: Unplug, run: () => actions.disconnect(id) },
        ]
      : [{ label: t('rail.connect'), icon: Plug, disabled: context.broken !== null, run: () => actions.connect(id) }];
    const untrusted = untrustedPlugin(status);
    return [
      ...connection,
      ...(untrusted === null
        ? []
        : [
            {
              label: t('rail.trust', { command: untrusted }),
              icon: ShieldCheck,
              run: () => openDialog({ dialog: 'trust', contextId: id }),
            } satisfies MenuEntry,
          ]),
      { type: 'separator' },
      { label: t('rail.only'), icon: Eye, run: () => scope.setContexts([id]) },
      {
        label: t(inScope ? 'rail.removeFromScope' : 'rail.addToScope'),
        run: () => scope.setContexts(inScope ? scope.contextIds.filter((each) => each !== id) : [...scope.contextIds, id]),
      },
      { type: 'separator' },
      { label: t('rail.rename'), icon: PencilLine, run: () => openDialog({ dialog: 'rename', contextId: id }) },
      {
        type: 'sub',
        label: t('rail.colour'),
        icon: Palette,
        entries: [1, 2, 3, 4, 5, 6, 7, 8].map((colour) => ({
          type: 'radio' as const,
          label: t('rail.colourName', { number: colour }),
          mark: createElement(ContextSwatch, { colour }),
          checked: context.colour === colour,
          run: () => set({ colour }),
        })),
      },
      {
        type: 'sub',
        label: t('rail.environment'),
        icon: Tag,
        entries: environments.map((environment) => ({
          type: 'radio' as const,
          label: environment === 'unknown' ? t('rail.environmentUnknown') : environment,
          checked: context.environment === environment,
          run: () => set({ environment }),
        })),
      },
      { label: t('rail.group'), icon: FolderTree, run: () => openDialog({ dialog: 'group', contextId: id }) },
      { label: t(context.pinned ? 'rail.unpin' : 'rail.pin'), icon: Pin, run: () => set({ pinned: !context.pinned }) },
      move(-1),
      move(1),
      { type: 'separator' },
      { label: t('rail.copyContext'), icon: Copy, run: () => void copyText(context.name) },
    ];
  }, [context, status, scope, groups, actions, change, t]);
}

/** The plugin that waits for the user's consent; null when none does. */
export function untrustedPlugin(status: ContextStatus): string | null {
  const { freshness } = status;
  const error = 'error' in freshness ? freshness.error : null;
  return error?.kind === 'credentials' && error.cause === 'plugin-untrusted' ? error.command : null;
}
