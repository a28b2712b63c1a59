import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { type DrainOptions, drainOptionsSchema } from '../../../shared/drain.ts';
import type { DrainPace } from '../../../shared/drain-run.ts';
import { Switch } from '../../ui/switch.tsx';
import { OptionField } from './option-field.tsx';
import { durationText, type ParsedOption, parseDuration, parseNodesAtOnce } from './parse-option.ts';
import css from './side-pane.module.css';
import { SideSection } from './side-section.tsx';

/** How fast, for how long, and which pods: kubectl's other flags, and what kubectl does not have. */
export function PaceSection({
  options,
  pace,
  mostNodes,
  selectorProblem,
  onOptions,
  onPace,
}: {
  options: DrainOptions;
  pace: DrainPace;
  /** Nodes of the context that has most: more at once mean nothing. */
  mostNodes: number;
  /** What a server said against the pod selector, in words. */
  selectorProblem: string | null;
  onOptions: (change: Partial<DrainOptions>) => void;
  onPace: (change: Partial<DrainPace>) => void;
}) {
  const { t } = useTranslation('drain');
  const take = (parsed: ParsedOption, use: (value: number) => void) => {
    if (parsed.ok) use(parsed.value);
  };
  return (
    <SideSection title={t('pace.title')}>
      {mostNodes > 1 ? (
        <>
          <OptionField
            label={t('pace.nodesAtOnce')}
            flag=""
            text={pace.nodesAtOnce === 1 ? '' : String(pace.nodesAtOnce)}
            placeholder={t('pace.onePerCluster')}
            parse={(text) => parseNodesAtOnce(text, mostNodes)}
            onChange={(text) => take(parseNodesAtOnce(text, mostNodes), (nodesAtOnce) => onPace({ nodesAtOnce }))}
          />
          <PaceSwitch label={t('pace.waitUntilReady')} checked={pace.waitUntilReady} onChange={(on) => onPace({ waitUntilReady: on })} />
        </>
      ) : null}
      <PaceSwitch label={t('pace.stopOnFailure')} checked={pace.stopOnFailure} onChange={(on) => onPace({ stopOnFailure: on })} />
      <OptionField
        label={t('pace.grace')}
        flag="--grace-period"
        text={durationText(options.gracePeriodSeconds, -1)}
        placeholder={t('pace.ownGrace')}
        parse={(text) => parseDuration(text, -1)}
        onChange={(text) => take(parseDuration(text, -1), (gracePeriodSeconds) => onOptions({ gracePeriodSeconds }))}
      />
      <OptionField
        label={t('pace.timeout')}
        flag="--timeout"
        text={durationText(options.timeoutSeconds, 0)}
        placeholder={t('pace.noTimeout')}
        parse={(text) => parseDuration(text, 0)}
        onChange={(text) => take(parseDuration(text, 0), (timeoutSeconds) => onOptions({ timeoutSeconds }))}
      />
      <OptionField
        label={t('pace.selector')}
        flag="--pod-selector"
        text={options.podSelector}
        placeholder={t('pace.allPods')}
        problem={selectorProblem}
        parse={(text) => (drainOptionsSchema.shape.podSelector.safeParse(text).success ? null : { ok: false, problem: 'field.selector' })}
        onChange={(text) => onOptions({ podSelector: text.trim() })}
      />
      <OptionField
        label={t('pace.skipWait')}
        flag="--skip-wait-for-delete-timeout"
        text={durationText(options.skipWaitForDeleteTimeoutSeconds, 0)}
        placeholder={t('pace.noSkip')}
        parse={(text) => parseDuration(text, 0)}
        onChange={(text) =>
          take(parseDuration(text, 0), (skipWaitForDeleteTimeoutSeconds) => onOptions({ skipWaitForDeleteTimeoutSeconds }))
        }
      />
    </SideSection>
  );
}

function PaceSwitch({ label, checked, onChange }: { label: string; checked: boolean; onChange: (on: boolean) => void }) {
  const id = useId();
  return (
    <label className={css.switch} htmlFor={id}>
      <Switch id={id} label={label} checked={checked} onChange={onChange} />
      <span>{label}</span>
    </label>
  );
}
