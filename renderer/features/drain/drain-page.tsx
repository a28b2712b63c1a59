import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearch } from 'wouter';
import { drainOptionsSchema } from '../../../shared/drain.ts';
import { drainWords } from '../../../shared/drain-words.ts';
import { kubectlCommand } from '../../../shared/kubectl-command.ts';
import { contextNameOf, kubeconfigFlagOf } from '../../state/context-command.ts';
import { useContexts } from '../../state/contexts-store.ts';
import { parseDrainTargets } from '../../state/drain-path.ts';
import { Button } from '../../ui/button.tsx';
import { CommandBlock } from '../../ui/command-block.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Switch } from '../../ui/switch.tsx';
import { ContextPlan } from './context-plan.tsx';
import css from './drain.module.css';

/** Switches of the plan, by the kubectl flag that each stands for. */
const flags = {
  ignoreDaemonSets: '--ignore-daemonsets',
  deleteEmptyDirData: '--delete-emptydir-data',
  force: '--force',
  disableEviction: '--disable-eviction',
} as const;
type Flag = keyof typeof flags;

/** What draining the nodes of the URL would do, over their contexts, and the kubectl commands that do it. Changes nothing. */
export function DrainPage() {
  const { t } = useTranslation('drain');
  const search = useSearch();
  const targets = useMemo(() => parseDrainTargets(search), [search]);
  const byId = useContexts((state) => state.byId);
  const files = useContexts((state) => state.files);
  const [options, setOptions] = useState(() => drainOptionsSchema.parse({}));
  const [round, setRound] = useState(0);
  const [shown, setShown] = useState<'all' | 'inTheWay'>('all');
  const known = targets.flatMap((target) => {
    const context = byId.get(target.contextId);
    return context ? [{ target, context }] : [];
  });
  return (
    <div className={css.page}>
      <div className={css.plans}>
        <header className={css.bar}>
          <h1>{t('title')}</h1>
          <Segmented
            label={t('show')}
            value={shown}
            options={[
              { value: 'all', label: t('all') },
              { value: 'inTheWay', label: t('inTheWay') },
            ]}
            onChange={setShown}
          />
          <Button onClick={() => setRound(round + 1)}>{t('replan')}</Button>
        </header>
        {known.length === 0 ? <p className={css.context}>{t('none')}</p> : null}
        {known.map(({ target, context }) => (
          <ContextPlan
            key={target.contextId}
            target={target}
            context={context}
            options={options}
            round={round}
            onlyInTheWay={shown === 'inTheWay'}
          />
        ))}
      </div>
      <aside className={css.side} aria-label={t('options')}>
        {(Object.keys(flags) as Flag[]).map((flag) => (
          <div key={flag} className={css.option}>
            <span className="mono">{flags[flag]}</span>
            <Switch label={flags[flag]} checked={options[flag]} onChange={(on) => setOptions({ ...options, [flag]: on })} />
          </div>
        ))}
        <h2>{t('commands')}</h2>
        {known.map(({ target, context }) => {
          const about = { context: contextNameOf(context), kubeconfig: kubeconfigFlagOf(context, files), namespace: '' };
          return <CommandBlock key={target.contextId} text={kubectlCommand(about, drainWords(target.nodes, options))} />;
        })}
      </aside>
    </div>
  );
}
