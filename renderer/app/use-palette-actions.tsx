import {
  Activity,
  FilePlus2,
  FlaskConical,
  Keyboard,
  LogOut,
  type LucideIcon,
  Plug,
  Rows3,
  Rows4,
  ScrollText,
  Settings,
  ShieldCheck,
  SquareDashed,
  SunMoon,
} from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { planLogs } from '../../shared/plan-logs.ts';
import { useContexts } from '../state/contexts-store.ts';
import { toggleDiagnostics } from '../state/dock-store.ts';
import { drainRunsPath } from '../state/drain-path.ts';
import type { ActedNode } from '../state/node-actions.ts';
import { actedObjects, openLogsOf } from '../state/open-logs.ts';
import { useScope } from '../state/scope.ts';
import { useSettings } from '../state/settings-store.ts';
import { useNodeActions } from '../state/use-node-actions.ts';
import { Kbd } from '../ui/kbd.tsx';
import { useChooseFile } from './add-file-dialog.tsx';
import { openDialog, useApp } from './app-state.ts';
import { useContextActions } from './context-actions.ts';
import { navPages, pathOfPage } from './nav-pages.ts';
import css from './palette.module.css';
import type { Candidate } from './palette-item.ts';

/** The actions of the palette: on the rows of the table, then what is about no object: scope, look, files, help. */
export function usePaletteActions(): readonly Candidate[] {
  const { t } = useTranslation('shell');
  const scope = useScope();
  const [, navigate] = useLocation();
  const change = useSettings((state) => state.change);
  const chooseFile = useChooseFile();
  const { connect, startDemo } = useContextActions();
  const offersOf = useNodeActions((actedObjects()?.nodes.length ?? 0) > 0);
  const demo = useApp((state) => state.info?.demo ?? false);
  return useMemo(() => {
    const action = (id: string, Icon: LucideIcon, run: () => void, keys?: string, label = t(`actions.${id}`)): Candidate => ({
      id: `action:${id}`,
      icon: <Icon size={14} aria-hidden="true" />,
      label,
      detail: '',
      aside: keys ? (
        <span className={css.aside}>
          <Kbd keys={keys} />
        </span>
      ) : null,
      run,
    });
    const { statuses } = useContexts.getState();
    const off = scope.contextIds.filter((id) => !statuses[id]?.connected);
    const rows = actedObjects();
    const nodes = rows && rows.nodes.length > 0 ? offersOf(rows.nodes) : [];
    const namesOf = (acted: readonly ActedNode[]) =>
      acted.length === 1 ? (acted[0]?.name ?? '') : t('actions.nodeCount', { count: acted.length });
    const logs = rows && rows.objects.length > 0 ? planLogs(rows.resource, rows.objects) : null;
    return [
      ...(rows && logs?.ok
        ? [action('logs', ScrollText, () => openLogsOf(rows.resource, rows.objects), 'l', t('actions.logs', { title: logs.page.title }))]
        : []),
      ...nodes.flatMap(({ type, label, icon, keys, why, run }) =>
        why === null
          ? [
              action(
                type,
                icon,
                run,
                keys,
                t(label.endsWith('…') ? 'actions.nodesMore' : 'actions.nodes', {
                  action: label.replace('…', ''),
                  name: namesOf(rows?.nodes ?? []),
                }),
              ),
            ]
          : [],
      ),
      action('logsByLabel', ScrollText, () => openDialog({ dialog: 'logs-by-label' })),
      ...(off.length > 0 ? [action('connectAll', Plug, () => off.forEach((id) => void connect(id)))] : []),
      ...navPages.map((page) =>
        action(`page-${page.name}`, page.icon, () => navigate(pathOfPage(page)), `g ${page.goKey}`, t(`pages.${page.name}`)),
      ),
      action('allContexts', Rows3, () => scope.setContexts(null)),
      action('allNamespaces', SquareDashed, () => scope.setNamespaces(null), '0'),
      action('drains', LogOut, () => navigate(drainRunsPath)),
      action('settings', Settings, () => openDialog({ dialog: 'settings' }), 'mod+,'),
      action('guardrails', ShieldCheck, () => openDialog({ dialog: 'guardrails' })),
      action('keys', Keyboard, () => openDialog({ dialog: 'keys' }), '?'),
      action('diagnostics', Activity, toggleDiagnostics, 'g x'),
      action('themeLight', SunMoon, () => change({ theme: 'light' })),
      action('themeDark', SunMoon, () => change({ theme: 'dark' })),
      action('themeSystem', SunMoon, () => change({ theme: 'system' })),
      action('densityDefault', Rows3, () => change({ density: 'default' })),
      action('densityCompact', Rows4, () => change({ density: 'compact' })),
      action('addKubeconfig', FilePlus2, chooseFile),
      ...(demo ? [] : [action('demo', FlaskConical, startDemo)]),
    ];
  }, [t, scope, navigate, change, chooseFile, connect, startDemo, demo, offersOf]);
}
