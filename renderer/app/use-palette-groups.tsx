import { Plug, SquareDashed, Unplug } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { ContextId } from '../../shared/context-id.ts';
import { resourceKey } from '../../shared/resource.ts';
import { useOrderedContexts } from '../state/context-order.ts';
import { useContexts } from '../state/contexts-store.ts';
import { type LoadedObject, loadedObjects } from '../state/loaded-objects.ts';
import { useNamespaceNames, useWatchNamespaces } from '../state/namespaces-store.ts';
import { useScope } from '../state/scope.ts';
import { withSelectedObject } from '../state/selected-object.ts';
import { useSettings } from '../state/settings-store.ts';
import { ContextName, ContextSwatch } from '../ui/context-swatch.tsx';
import { formatClock } from '../ui/format-time.ts';
import { HealthShape } from '../ui/health-shape.tsx';
import { useContextActions } from './context-actions.ts';
import { kindIcon, ownKinds } from './kinds.ts';
import css from './palette.module.css';
import { type Candidate, findBest, type PaletteGroup, parsePaletteQuery } from './palette-item.ts';
import { pathOfKind } from './paths.ts';
import { useKinds } from './use-kinds.ts';
import { usePaletteActions } from './use-palette-actions.tsx';

/** Lines per sort of thing where all are searched, and where only one is. */
const shortLimit = 5;
const longLimit = 100;

/** What the palette shows for a query, and a note on what could not be searched. */
export function usePaletteGroups(query: string): { groups: readonly PaletteGroup[]; note: string } {
  const { t } = useTranslation('shell');
  const { mode, words } = parsePaletteQuery(query);
  const [, navigate] = useLocation();
  const scope = useScope();
  const contexts = useOrderedContexts();
  const byId = useContexts((state) => state.byId);
  const statuses = useContexts((state) => state.statuses);
  const { connect, disconnect } = useContextActions();
  const actions = usePaletteActions();
  const known = useKinds(true);
  const namespaceNames = useNamespaceNames();
  useWatchNamespaces(
    scope.contextIds.filter((id) => statuses[id]?.connected),
    true,
  );
  const recent = useSettings((state) => state.settings.recent);
  const several = contexts.length > 1;

  const kinds = useMemo(
    () =>
      known.kinds.map((kind): Candidate => {
        const Icon = kindIcon(kind.key);
        return {
          id: `kind:${kind.key}`,
          icon: <Icon size={14} aria-hidden="true" />,
          label: kind.label,
          detail: kind.resource.group === '' ? kind.resource.version : `${kind.resource.group}/${kind.resource.version}`,
          aliases: [...kind.shortNames, kind.resource.resource, kind.key, kind.kind],
          aside: kind.shortNames[0] ? <span className={`${css.aside} mono`}>:{kind.shortNames[0]}</span> : null,
          remember: true,
          run: () => navigate(pathOfKind(kind.key)),
        };
      }),
    [known.kinds, navigate],
  );

  const contextItems = useMemo(
    () =>
      contexts.flatMap((context): Candidate[] => {
        const { id, displayName, colour } = context;
        const connected = statuses[id]?.connected ?? false;
        return [
          {
            id: `context:${id}`,
            icon: <ContextSwatch colour={colour} />,
            label: displayName,
            detail: [context.environment === 'unknown' ? '' : context.environment, context.server].filter(Boolean).join(' · '),
            aliases: [context.name],
            aside: <span className={css.aside}>{connected ? null : t('fresh.off')}</span>,
            remember: true,
            run: () => scope.setContexts([id]),
          },
          {
            id: `${connected ? 'disconnect' : 'connect'}:${id}`,
            icon: connected ? <Unplug size={14} aria-hidden="true" /> : <Plug size={14} aria-hidden="true" />,
            label: t(connected ? 'palette.disconnectItem' : 'palette.connectItem', { name: displayName }),
            detail: '',
            aside: (
              <span className={css.aside}>
                <ContextSwatch colour={colour} />
              </span>
            ),
            run: () => (connected ? disconnect(id) : connect(id)),
          },
        ];
      }),
    [contexts, statuses, scope, connect, disconnect, t],
  );

  const namespaces = useMemo(() => {
    const squares = new Map<string, number[]>();
    for (const id of scope.contextIds) {
      for (const name of namespaceNames[id] ?? []) squares.set(name, [...(squares.get(name) ?? []), byId.get(id)?.colour ?? 1]);
    }
    return [...squares].map(
      ([name, colours]): Candidate => ({
        id: `namespace:${name}`,
        icon: <SquareDashed size={14} aria-hidden="true" />,
        label: t('palette.namespaceItem', { name }),
        detail: t('scope.inContexts', { count: colours.length }),
        aside: (
          <span className={css.squares}>
            {colours.slice(0, 8).map((colour, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: colours repeat, and the squares have no state
              <ContextSwatch key={index} colour={colour} />
            ))}
          </span>
        ),
        aliases: [name],
        remember: true,
        run: () => scope.setNamespaces([name]),
      }),
    );
  }, [namespaceNames, scope, byId, t]);

  const groups = useMemo((): readonly PaletteGroup[] => {
    const group = (id: string, label: string, candidates: Iterable<Candidate>, limit: number): PaletteGroup => ({
      id,
      label,
      ...findBest(words, candidates, limit),
    });
    const offered: PaletteGroup[] = [];
    if (mode === 'kinds') offered.push(group('kinds', t('palette.kinds'), kinds, longLimit));
    else if (mode === 'contexts') offered.push(group('contexts', t('palette.contextsHead'), contextItems, longLimit));
    else if (mode === 'actions')
      offered.push(group('actions', t('palette.actions'), [...actions, ...contextItems].filter(isAction), longLimit));
    else if (words === '') {
      const all = new Map([...kinds, ...contextItems, ...namespaces].map((candidate) => [candidate.id, candidate]));
      offered.push(
        group(
          'recent',
          t('palette.recent'),
          recent.flatMap((id) => all.get(id) ?? []),
          6,
        ),
        group('kinds', t('palette.kinds'), kinds, ownKinds.length),
        ...(several
          ? [
              group(
                'contexts',
                t('palette.contextsHead'),
                contextItems.filter((item) => !isAction(item)),
                shortLimit,
              ),
            ]
          : []),
      );
    } else {
      offered.push(
        group('objects', t('palette.objects'), objects(), 8),
        group('kinds', t('palette.kinds'), kinds, shortLimit),
        group('namespaces', t('palette.namespaces'), namespaces, shortLimit),
        group('contexts', t('palette.contextsHead'), contextItems, shortLimit),
        group('actions', t('palette.actions'), actions, shortLimit),
      );
    }
    return offered.filter(({ items }) => items.length > 0);

    function* objects(): Iterable<Candidate> {
      const seen = new Set<string>();
      for (const object of loadedObjects()) {
        const id = `object:${object.contextId}|${resourceKey(object.resource)}|${object.namespace}|${object.name}`;
        if (seen.has(id)) continue;
        seen.add(id);
        yield {
          id,
          icon: object.staleSince === null ? <HealthShape health={object.health} /> : <HealthShape health="stale" />,
          label: object.name,
          detail: object.namespace === '' ? object.kindLabel : t('palette.kindIn', { kind: object.kindLabel, namespace: object.namespace }),
          aside: asideOf(object),
          boost: object.health === 'broken' ? 12 : object.health === 'attention' ? 8 : 0,
          run: () => navigate(pathOfObject(object)),
        };
      }
    }
    function asideOf(object: LoadedObject) {
      const context = byId.get(object.contextId);
      return (
        <span className={css.aside}>
          {object.staleSince === null ? null : (
            <span className={css.quiet}>{t('palette.asOf', { time: formatClock(object.staleSince) })}</span>
          )}
          {context ? (
            <span className={css.context}>
              <ContextName colour={context.colour} name={context.displayName} />
            </span>
          ) : null}
        </span>
      );
    }
  }, [mode, words, kinds, contextItems, namespaces, actions, recent, several, byId, navigate, t]);

  const names = (ids: readonly ContextId[]) => ids.map((id) => byId.get(id)?.displayName ?? id).join(', ');
  const note =
    known.pending.length > 0
      ? t('palette.discovering', { name: names(known.pending) })
      : known.failed.length > 0
        ? t('palette.undiscovered', { name: names(known.failed.map(({ contextId }) => contextId)) })
        : '';
  return { groups, note };
}

function isAction(candidate: Candidate): boolean {
  return /^(action|connect|disconnect):/.test(candidate.id);
}

function pathOfObject({ resource, contextId, namespace, name }: LoadedObject): string {
  const [path = '', search = ''] = pathOfKind(resourceKey(resource)).split('?');
  return `${path}?${withSelectedObject(search, { contextId, namespace, name })}`;
}
