import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextView } from '../../../shared/context-view.ts';
import type { DrainOptions, DrainPlan } from '../../../shared/drain.ts';
import type { DrainPace } from '../../../shared/drain-run.ts';
import { drainWords } from '../../../shared/drain-words.ts';
import { kubectlCommand } from '../../../shared/kubectl-command.ts';
import { visibleLines } from '../../../shared/visible-text.ts';
import { contextNameOf, kubeconfigFlagOf } from '../../state/context-command.ts';
import { useContexts } from '../../state/contexts-store.ts';
import type { DrainTarget } from '../../state/drain-path.ts';
import { CommandBlock } from '../../ui/command-block.tsx';
import { commandDifferences } from './plan-command.ts';
import css from './side-pane.module.css';
import { SideSection } from './side-section.tsx';

/** The kubectl commands that do the same, or what they do otherwise; and what kubectl would print first. */
export function CommandSection({
  contexts,
  options,
  pace,
}: {
  contexts: readonly { readonly context: ContextView; readonly target: DrainTarget; readonly plan: DrainPlan | null }[];
  options: DrainOptions;
  pace: DrainPace;
}) {
  const { t } = useTranslation('drain');
  const files = useContexts((state) => state.files);
  const most = Math.max(0, ...contexts.map(({ target }) => target.nodes.length));
  const differences = commandDifferences(pace, most);
  return (
    <SideSection title={t(differences.length === 0 ? 'command.equal' : 'command.closest')}>
      {differences.map((difference) => (
        <p key={difference} className={css.fact}>
          {t(`command.${difference}`)}
        </p>
      ))}
      {contexts.map(({ context, target, plan }) => {
        const name = contextNameOf(context);
        const text = kubectlCommand(
          { context: name, kubeconfig: kubeconfigFlagOf(context, files), namespace: '' },
          drainWords(target.nodes, options),
        );
        return (
          <div key={context.id} className={css.command}>
            <CommandBlock text={text}>
              <BoldContext text={text} name={name} />
            </CommandBlock>
            {plan !== null && plan.kubectl.stderr !== '' ? (
              <details className={css.stderr}>
                <summary>{t('command.stderr')}</summary>
                <pre>{visibleLines(plan.kubectl.stderr)}</pre>
              </details>
            ) : null}
          </div>
        );
      })}
    </SideSection>
  );
}

/** The command with its context in bold: which cluster is what must not be overlooked. */
function BoldContext({ text, name }: { text: string; name: string }) {
  const at = text.indexOf(name);
  if (at < 0) return <WholeWords text={text} />;
  return (
    <>
      <WholeWords text={text.slice(0, at)} />
      <b>{name}</b>
      <WholeWords text={text.slice(at + name.length)} />
    </>
  );
}

/** Lines break between words and not at the hyphens of a node's name; a word that is longer than a line breaks anywhere. */
function WholeWords({ text }: { text: string }) {
  return text.split(' ').map((word, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: words of one text, whose order is all they have
    <Fragment key={index}>
      {index > 0 ? ' ' : ''}
      <span className={css.word}>{word}</span>
    </Fragment>
  ));
}
