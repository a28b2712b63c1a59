import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { DrainOptions } from '../../../shared/drain.ts';
import { Switch } from '../../ui/switch.tsx';
import type { Concerned, ConcernedPods } from './plan-counts.ts';
import css from './side-pane.module.css';
import { SideSection } from './side-section.tsx';

/** The kubectl flag that each switch stands for. */
const flags = {
  ignoreDaemonSets: '--ignore-daemonsets',
  force: '--force',
  deleteEmptyDirData: '--delete-emptydir-data',
  disableEviction: '--disable-eviction',
} as const;
type Flag = keyof typeof flags;

/** What kubectl refuses unless it is told, in words: each with how many pods it is about now. */
export function RefusalSwitches({
  options,
  concerned,
  onChange,
}: {
  options: DrainOptions;
  /** Null while no plan is known: a count would be a guess. */
  concerned: Concerned | null;
  onChange: (change: Partial<DrainOptions>) => void;
}) {
  const { t } = useTranslation('drain');
  return (
    <SideSection title={t('switch.title')}>
      {(Object.keys(flags) as Flag[]).map((flag) => (
        <RefusalSwitch
          key={flag}
          flag={flag}
          checked={options[flag]}
          concerned={concerned === null ? null : concerned[flag]}
          onChange={(on) => onChange({ [flag]: on })}
        />
      ))}
    </SideSection>
  );
}

function RefusalSwitch({
  flag,
  checked,
  concerned,
  onChange,
}: {
  flag: Flag;
  checked: boolean;
  concerned: ConcernedPods | number | null;
  onChange: (on: boolean) => void;
}) {
  const { t } = useTranslation('drain');
  const id = useId();
  return (
    <label className={css.switch} htmlFor={id}>
      <Switch id={id} checked={checked} onChange={onChange} label={t(`switch.${flag}.label`)} />
      <span>
        <span>{t(`switch.${flag}.label`)}</span>
        <small>
          <Concern flag={flag} checked={checked} concerned={concerned} /> <span className="mono">{flags[flag]}</span>
        </small>
      </span>
    </label>
  );
}

function Concern({ flag, checked, concerned }: { flag: Flag; checked: boolean; concerned: ConcernedPods | number | null }) {
  const { t } = useTranslation('drain');
  if (concerned === null) return checked ? t(`switch.${flag}.on`) : null;
  if (typeof concerned === 'number') return concerned === 0 ? t('switch.heldNone') : t('switch.held', { count: concerned });
  if (concerned.pods === 0) return t('switch.concernsNone');
  if (concerned.refused === 0) return t(`switch.${flag}.concerns`, { count: concerned.pods });
  return t(`switch.${flag}.refused`, { count: concerned.pods, refused: concerned.refused });
}
