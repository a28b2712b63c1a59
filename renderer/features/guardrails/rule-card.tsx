import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextView } from '../../../shared/context-view.ts';
import { writeVerbs } from '../../../shared/protection.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ContextList } from './context-list.tsx';
import type { DraftProblem, RuleDraft } from './draft-guardrails.ts';
import css from './guardrails.module.css';
import { type Place, PlaceButtons } from './place-buttons.tsx';
import { fittingContexts } from './plan-fits.ts';

const effects = ['allow', 'confirm', 'type-name', 'deny'] as const;
type TextOfRule = 'contexts' | 'namespaces' | 'kinds' | 'most' | 'reason';
const examples: Readonly<Record<TextOfRule, string>> = {
  contexts: '*prod*',
  namespaces: 'kube-system',
  kinds: 'pods/eviction',
  most: '',
  reason: '',
};

/** One guardrail: what it is about, what it asks, why, and the contexts that it fits now. */
export function RuleCard({
  rule,
  place,
  contexts,
  problemOf,
  onChange,
  onMove,
  onRemove,
}: {
  rule: RuleDraft;
  place: Place;
  contexts: readonly ContextView[];
  problemOf: (field: TextOfRule) => DraftProblem | null;
  onChange: (rule: RuleDraft) => void;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation('guardrails');
  const number = place.index + 1;
  const fitting = fittingContexts(rule.contexts, contexts);
  const field = (name: TextOfRule) => (
    <RuleField
      name={name}
      value={rule[name]}
      problem={problemOf(name)}
      number={number}
      onChange={(text) => onChange({ ...rule, [name]: text })}
    />
  );
  const toggle = (verb: (typeof writeVerbs)[number]) =>
    onChange({ ...rule, verbs: writeVerbs.filter((each) => (each === verb ? !rule.verbs.includes(each) : rule.verbs.includes(each))) });
  return (
    <fieldset className={css.rule}>
      <legend className="visually-hidden">{t('rules.number', { number })}</legend>
      <div className={css.ruleHead}>
        <b>{t('rules.number', { number })}</b>
        <PlaceButtons place={place} onMove={onMove} onRemove={onRemove} />
      </div>
      <div className={css.fields}>
        {field('contexts')}
        {field('namespaces')}
        {field('kinds')}
      </div>
      <div className={css.says}>
        {fitting.length === 0 ? (
          <span>{t('fits.none')}</span>
        ) : (
          <ContextList lead={t(rule.contexts.trim() === '' ? 'fits.all' : 'fits.fits')} contexts={fitting} />
        )}
        {['', '*'].includes(rule.namespaces.trim()) ? null : <span>{t('rules.noClusterScoped')}</span>}
      </div>
      <div className={css.labelled}>
        <span aria-hidden="true">{t('field.verbs')}</span>
        <fieldset className={css.verbs}>
          <legend className="visually-hidden">{t('field.verbs')}</legend>
          {writeVerbs.map((verb) => (
            <button key={verb} type="button" className={css.verb} aria-pressed={rule.verbs.includes(verb)} onClick={() => toggle(verb)}>
              {verb}
            </button>
          ))}
          {rule.verbs.length === 0 ? <span className={css.quiet}>{t('rules.allVerbs')}</span> : null}
        </fieldset>
      </div>
      <div className={css.labelled}>
        <span>{t('field.effect')}</span>
        <Segmented
          label={t('field.effect')}
          value={rule.effect}
          options={effects.map((effect) => ({ value: effect, label: t(`effect.${effect}`) }))}
          onChange={(effect) => onChange({ ...rule, effect })}
        />
      </div>
      <div className={css.fields} data-last>
        {field('most')}
        {field('reason')}
      </div>
    </fieldset>
  );
}

function RuleField({
  name,
  value,
  problem,
  number,
  onChange,
}: {
  name: TextOfRule;
  value: string;
  problem: DraftProblem | null;
  number: number;
  onChange: (text: string) => void;
}) {
  const { t } = useTranslation('guardrails');
  const says = useId();
  return (
    <div className={css.field}>
      <span aria-hidden="true">{t(`field.${name}`)}</span>
      <TextField
        mono={name !== 'reason'}
        label={t('field.of', { field: t(`field.${name}`), number })}
        placeholder={
          name === 'most' || name === 'reason' ? t(`placeholder.${name}`) : t('placeholder.pattern', { example: examples[name] })
        }
        value={value}
        invalid={problem !== null}
        aria-describedby={says}
        inputMode={name === 'most' ? 'numeric' : 'text'}
        onChange={(event) => onChange(event.target.value)}
      />
      <span id={says} className={css.problem}>
        {problem === null ? '' : t(`problem.${problem}`)}
      </span>
    </div>
  );
}
