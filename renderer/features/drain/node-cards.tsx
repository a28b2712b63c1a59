import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../../shared/context-id.ts';
import type { ContextView } from '../../../shared/context-view.ts';
import type { DrainRun, RunContext, RunNode } from '../../../shared/drain-run.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { Badge } from '../../ui/badge.tsx';
import { classes } from '../../ui/classes.ts';
import { ContextEdge, ContextName } from '../../ui/context-swatch.tsx';
import { HealthCount, HealthShape, type Shape } from '../../ui/health-shape.tsx';
import { MiddleText } from '../../ui/middle-text.tsx';
import { useDescribeError } from '../../ui/use-describe-error.ts';
import { type Estimate, planEstimate } from './plan-estimate.ts';
import { countRun, type RunCounts } from './plan-run-counts.ts';
import { placeOf } from './plan-run-rows.ts';
import css from './run.module.css';
import type { RunWords } from './run-words.ts';
import { useRunWords } from './use-run-words.ts';

/** With more nodes than this each takes one line. */
const mostCards = 4;
/** With more nodes than this only those are shown that go on or need somebody, at most so many; of the others the number is said. */
const mostLines = 12;

/** Each node of the run: how much of it has moved, what is in the way, how long it still takes where that can be known. */
export function NodeCards({
  run,
  contexts,
  now,
  compact,
}: {
  run: DrainRun;
  contexts: ReadonlyMap<ContextId, ContextView>;
  now: number;
  compact: boolean;
}) {
  const { t } = useTranslation('drain-run');
  const all = run.contexts.flatMap((about) => about.nodes.map((node) => ({ about, node })));
  const lines = compact || all.length > mostCards;
  const shown = all.length <= mostLines ? all : [...all].sort((a, b) => placeOf[a.node.step] - placeOf[b.node.step]).slice(0, mostLines);
  const hidden = all.length - shown.length;
  return (
    <ul className={classes(css.cards, lines && css.lines)}>
      {shown.map(({ about, node }) => (
        <NodeCard
          key={`${about.contextId} ${node.name}`}
          line={lines}
          run={run}
          about={about}
          node={node}
          context={contexts.get(about.contextId)}
          now={now}
        />
      ))}
      {hidden > 0 ? <li className={css.aside}>{t('otherNodes', { count: hidden })}</li> : null}
    </ul>
  );
}

/** What is counted on a card after what has moved, in this order, with its shape. */
const parts: readonly (readonly [key: string, shape: Shape, count: (counts: RunCounts) => number])[] = [
  ['moving', 'progressing', ({ moving, pending }) => moving + pending],
  ['blocked', 'broken', ({ blocked }) => blocked],
  ['stuck', 'broken', ({ stuck }) => stuck],
  ['failed', 'broken', ({ failed }) => failed],
  ['refused', 'attention', ({ refused }) => refused],
  ['waiting', 'none', ({ waiting }) => waiting],
  ['unknown', 'unknown', ({ unknown }) => unknown],
  ['left', 'none', ({ left }) => left],
];

function NodeCard({
  run,
  line,
  about,
  node,
  context,
  now,
}: {
  run: DrainRun;
  /** It has one line only. */
  line: boolean;
  about: RunContext;
  node: RunNode;
  context: ContextView | undefined;
  now: number;
}) {
  const { t } = useTranslation('drain-run');
  const counts = countRun([node]);
  const share = (count: number) => ({ width: `${counts.leaving === 0 ? 0 : (count / counts.leaving) * 100}%` });
  const name = visibleText(node.name);
  return (
    <li className={css.card} data-node={node.name} data-step={node.step}>
      <ContextEdge colour={context?.colour ?? 1} />
      <div className={css.cardHead}>
        <ContextName colour={context?.colour ?? 1} name={context?.displayName ?? about.context} />
        <b className={classes('mono', css.nodeName)} title={name}>
          <MiddleText text={name} />
        </b>
        {node.cordonedByRun && !line ? <Badge>{t('cordoned')}</Badge> : null}
        <span className={css.space} />
        <Progress run={run} node={node} counts={counts} now={now} />
      </div>
      <div
        className={css.progress}
        role="progressbar"
        aria-label={t('progressOf', { node: name })}
        aria-valuemin={0}
        aria-valuemax={counts.leaving}
        aria-valuenow={counts.done}
      >
        <i data-part="done" style={share(counts.done)} />
        <i data-part="moving" style={share(counts.moving + counts.pending)} />
        <i data-part="held" style={share(counts.blocked + counts.stuck + counts.failed)} />
        <i data-part="unknown" style={share(counts.unknown)} />
      </div>
      <div className={css.counts}>
        {counts.leaving === 0 ? (
          <span>{node.step === 'draining' ? t('noPods.reading') : t(`step.${node.step}`)}</span>
        ) : (
          <span>
            <b>{t('moved', { done: counts.done, count: counts.leaving })}</b> {line ? '' : t('movedWord')}
          </span>
        )}
        {parts.map(([key, shape, of]) =>
          of(counts) === 0 ? null : line ? (
            <HealthCount key={key} health={shape} count={of(counts)} label={t(`count.${key}`, { count: of(counts) })} />
          ) : (
            <span key={key} className={css.part} data-shape={shape}>
              <HealthShape health={shape} size={13} decorative />
              {t(`count.${key}`, { count: of(counts) })}
            </span>
          ),
        )}
      </div>
    </li>
  );
}

/** How long the node still takes, or what it is doing instead. */
function Progress({ run, node, counts, now }: { run: DrainRun; node: RunNode; counts: RunCounts; now: number }) {
  const { t } = useTranslation('drain-run');
  const say = useRunWords();
  const describe = useDescribeError();
  const estimate = planEstimate(run, node, now);
  if (estimate !== null) {
    return (
      <span className={css.aside} title={t(`estimate.${estimate.type}Why`)}>
        {say(estimateWords(estimate))}
      </span>
    );
  }
  const why = node.error === null ? undefined : describe(node.error).title;
  return (
    <span className={css.aside} title={why}>
      {counts.leaving === 0 || (node.step === 'draining' && node.error === null) ? '' : t(`step.${node.step}`)}
    </span>
  );
}

/** An estimate in steps that it can bear: ten seconds below a minute, whole minutes from there on. */
function estimateWords({ type, seconds }: Estimate): RunWords {
  if (type === 'due') return { key: 'estimate.due', values: { seconds } };
  if (seconds <= 50) return { key: 'estimate.about', values: { seconds: Math.ceil(seconds / 10) * 10 } };
  return { key: 'estimate.aboutMinutes', values: { minutes: Math.ceil(seconds / 60) } };
}
