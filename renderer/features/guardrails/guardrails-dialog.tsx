import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClusterError } from '../../../shared/cluster-error.ts';
import { useOrderedContexts } from '../../state/context-order.ts';
import { saveSettings, useSettings } from '../../state/settings-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogBody } from '../../ui/dialog.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { showToast } from '../../ui/toasts.tsx';
import { checkDraft, draftOf, type GuardrailsDraft, moved, nextKey, type RuleDraft } from './draft-guardrails.ts';
import { GradeRow } from './grade-row.tsx';
import css from './guardrails.module.css';
import { keepDraft, useGuardrailsDraft } from './guardrails-draft.ts';
import { planFits } from './plan-fits.ts';
import { RuleCard } from './rule-card.tsx';

/** What stands between a click and a cluster, to be read and changed: grades of contexts, and rules before them. Nothing counts before it is saved. */
export function GuardrailsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('guardrails');
  const saved = useSettings((state) => state.settings.protection);
  const kept = useGuardrailsDraft((state) => state.draft);
  const contexts = useOrderedContexts();
  const [tried, setTried] = useState(false);
  const [error, setError] = useState<ClusterError | null>(null);
  const body = useRef<HTMLFormElement>(null);
  const draft = kept ?? draftOf(saved);
  const { problems, protection } = checkDraft(draft);
  const { fits, rest } = planFits(draft.grades, contexts);
  // A line that was just added is not wrong before somebody has tried to save it.
  const problemOf = (field: string) => {
    const problem = problems.get(field) ?? null;
    return problem === 'empty' && !tried ? null : problem;
  };
  const change = (part: Partial<GuardrailsDraft>) => keepDraft({ ...draft, ...part });
  const save = async () => {
    setTried(true);
    if (protection === null) {
      // The next render marks the fields: then the first wrong one is there to be found.
      requestAnimationFrame(() => body.current?.querySelector<HTMLInputElement>('input[aria-invalid="true"]')?.focus());
      return;
    }
    const failed = await saveSettings({ protection });
    setError(failed);
    if (failed !== null) return;
    keepDraft(null);
    showToast({ mark: 'done', title: t('saved') });
    onClose();
  };
  return (
    <Dialog open onClose={onClose} label={t('title')} width={760} top={60}>
      <form
        ref={body}
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <DialogBody
          title={t('title')}
          footer={
            <>
              <span className={css.state}>
                {kept === null ? '' : problems.size > 0 && tried ? t('wrong', { count: problems.size }) : t('unsaved')}
              </span>
              {kept === null ? null : (
                <Button
                  size="large"
                  onClick={() => {
                    keepDraft(null);
                    setTried(false);
                    setError(null);
                  }}
                >
                  {t('discard')}
                </Button>
              )}
              <Button size="large" keys="escape" onClick={onClose}>
                {t('shell:close')}
              </Button>
              <Button size="large" kind="primary" type="submit" disabled={kept === null}>
                {t('shell:save')}
              </Button>
            </>
          }
        >
          <p className={css.lead}>{t('lead')}</p>
          {error ? <ErrorNote error={error} /> : null}
          <section className={css.section}>
            <h3>{t('grades.title')}</h3>
            <p className={css.help}>{t('grades.help')}</p>
            {draft.grades.map((grade, index) => (
              <GradeRow
                key={grade.key}
                line={grade}
                place={{ index, count: draft.grades.length }}
                fit={fits.get(grade.key) ?? { decides: [], above: [] }}
                problem={problemOf(`grades.${grade.key}.pattern`)}
                onChange={(next) => change({ grades: draft.grades.toSpliced(index, 1, next) })}
                onMove={(by) => change({ grades: moved(draft.grades, index, by) })}
                onRemove={() => change({ grades: draft.grades.toSpliced(index, 1) })}
              />
            ))}
            {[...rest].map(([grade, names]) => (
              <p key={grade} className={css.rest}>
                {t('grades.rest', {
                  grade: t(`grade.${grade}`).toLocaleLowerCase(),
                  names: names.map(({ displayName }) => displayName).join(', '),
                })}
              </p>
            ))}
            <Button
              icon={Plus}
              onClick={() => change({ grades: [...draft.grades, { key: nextKey(draft.grades), pattern: '', grade: 'protected' }] })}
            >
              {t('grades.add')}
            </Button>
          </section>
          <section className={css.section}>
            <h3>{t('rules.title')}</h3>
            <p className={css.help}>{t('rules.help')}</p>
            {draft.rules.map((rule, index) => (
              <RuleCard
                key={rule.key}
                rule={rule}
                place={{ index, count: draft.rules.length }}
                contexts={contexts}
                problemOf={(field) => problemOf(`rules.${rule.key}.${field}`)}
                onChange={(next) => change({ rules: draft.rules.toSpliced(index, 1, next) })}
                onMove={(by) => change({ rules: moved(draft.rules, index, by) })}
                onRemove={() => change({ rules: draft.rules.toSpliced(index, 1) })}
              />
            ))}
            <Button icon={Plus} onClick={() => change({ rules: [...draft.rules, { ...newRule, key: nextKey(draft.rules) }] })}>
              {t('rules.add')}
            </Button>
          </section>
        </DialogBody>
      </form>
    </Dialog>
  );
}

/** A rule asks for what a click could do by accident, until its user says more. */
const newRule: Omit<RuleDraft, 'key'> = { contexts: '', namespaces: '', kinds: '', verbs: [], effect: 'confirm', most: '', reason: '' };
