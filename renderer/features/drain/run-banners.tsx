import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../../shared/context-id.ts';
import type { ContextView } from '../../../shared/context-view.ts';
import type { DrainCommand, DrainRun } from '../../../shared/drain-run.ts';
import { Button } from '../../ui/button.tsx';
import { HealthShape } from '../../ui/health-shape.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { HoldBanner } from './hold-banner.tsx';
import type { Hold } from './plan-holds.ts';
import css from './run.module.css';
import { isHeld } from './run-state-words.ts';
import { useRunWords } from './use-run-words.ts';

/** What holds the run, said once, on top, with ways out; before it that it waits for the user, where it does. `most` are shown at once, of more the number is said. */
export function RunBanners({
  run,
  most,
  holds,
  contexts,
  busy,
  command,
}: {
  run: DrainRun;
  most: number;
  holds: readonly Hold[];
  contexts: ReadonlyMap<ContextId, ContextView>;
  busy: boolean;
  command: (...commands: readonly DrainCommand[]) => Promise<void>;
}) {
  const { t } = useTranslation('drain-run');
  const [all, setAll] = useState(false);
  const shown = all ? holds : holds.slice(0, most);
  return (
    <>
      {isHeld(run) ? <HeldBanner run={run} busy={busy} onResume={() => void command({ type: 'resume' })} /> : null}
      {shown.map((hold) => (
        <HoldBanner
          key={hold.key}
          run={run}
          hold={hold}
          several={run.contexts.length > 1}
          context={contexts.get(hold.contextId)}
          busy={busy}
          command={command}
        />
      ))}
      {holds.length > most ? (
        <p className={css.more}>
          <LinkButton aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t('fewerHolds') : t('moreHolds', { count: holds.length - most })}
          </LinkButton>
        </p>
      ) : null}
    </>
  );
}

/** The run waits for its user: why, and what going on would do. */
function HeldBanner({ run, busy, onResume }: { run: DrainRun; busy: boolean; onResume: () => void }) {
  const { t } = useTranslation('drain-run');
  const say = useRunWords();
  const values = { at: run.heldAt ?? run.startedAt };
  return (
    <section className={css.banner} data-grade="attention" data-hold={run.state}>
      <HealthShape health="attention" decorative />
      <div>
        <p>{say({ key: `held.${run.state}`, values })}</p>
        <div className={css.details}>{t(`held.${run.state}Detail`)}</div>
      </div>
      <span className={css.ways}>
        <Button size="small" kind="primary" disabled={busy} onClick={onResume}>
          {t('resume')}
        </Button>
      </span>
    </section>
  );
}
