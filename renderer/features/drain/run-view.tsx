import { useDeferredValue, useMemo, useRef, useState } from 'react';
import type { ContextId } from '../../../shared/context-id.ts';
import type { DrainRun } from '../../../shared/drain-run.ts';
import { useNow } from '../../state/clock.ts';
import { useContexts } from '../../state/contexts-store.ts';
import { NodeCards } from './node-cards.tsx';
import { planHolds } from './plan-holds.ts';
import { planRunRows } from './plan-run-rows.ts';
import css from './run.module.css';
import { RunBanners } from './run-banners.tsx';
import { RunHeader } from './run-header.tsx';
import { RunTable, type RunTableHandle } from './run-table.tsx';
import { useRunCommand } from './use-run-command.ts';
import { useRunCursor } from './use-run-cursor.ts';
import { useRunKeys } from './use-run-keys.ts';
import { useRunStatus } from './use-run-status.ts';
import { useShownRows } from './use-shown-rows.ts';

/** One drain: what can be done, what holds it, its nodes, its pods. `place`: as a page of its own, or in the dock, where nothing is said twice. */
export function RunView({
  run,
  place,
  openPod,
  drawerOpen = false,
  closeDrawer,
}: {
  run: DrainRun;
  place: 'page' | 'dock';
  openPod: (contextId: ContextId, namespace: string, name: string) => void;
  drawerOpen?: boolean;
  closeDrawer?: () => void;
}) {
  const clock = useNow();
  // Of a run that is interrupted nothing is known since: what is shown is as last seen.
  const now = run.state === 'interrupted' ? (run.heldAt ?? clock) : clock;
  const contexts = useContexts((state) => state.byId);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  // A run of thousands of pods may change twenty times a second: what the user does comes first.
  const deferred = useDeferredValue(run);
  const rows = useMemo(() => planRunRows(deferred, open), [deferred, open]);
  const holds = useMemo(() => planHolds(run), [run]);
  const { shown, hold } = useShownRows(rows);
  const handle = useRef<RunTableHandle>(null);
  const toggle = (key: string) =>
    setOpen((before) => new Set(before.has(key) ? [...before].filter((each) => each !== key) : [...before, key]));
  const cursor = useRunCursor(shown, handle, { openPod, toggle });
  const { busy, command } = useRunCommand(run);
  useRunKeys({ run, place, cursor, busy, command, drawerOpen, closeDrawer });
  useRunStatus(run, clock);
  return (
    <div className={css.view} data-place={place} data-state={run.state}>
      <RunHeader run={run} place={place} now={clock} busy={busy} command={command} />
      <div className={css.above}>
        <RunBanners run={run} most={place === 'dock' ? 1 : 2} holds={holds} contexts={contexts} command={command} busy={busy} />
        <NodeCards run={run} contexts={contexts} now={now} compact={place === 'dock'} />
      </div>
      <RunTable run={run} rows={shown} contexts={contexts} now={now} cursor={cursor} hold={hold} handle={handle} />
    </div>
  );
}
