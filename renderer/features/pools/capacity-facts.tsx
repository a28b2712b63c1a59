import { useTranslation } from 'react-i18next';
import type { CapacityFacts, ClusterOverview } from '../../../shared/overview.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { formatClock } from '../../ui/format-time.ts';
import { HealthShape, type Shape } from '../../ui/health-shape.tsx';
import css from './capacity.module.css';
import { formatBytesShort, formatCores } from './format-amount.ts';
import { percentOfFill } from './plan-pools.ts';

interface Fact {
  readonly id: string;
  readonly shape: Shape;
  readonly text: string;
  readonly detail: string;
}

/** From this part of allocatable on, what is asked for leaves no room to move (design.md's broken level). In percent. */
const fullAbove = 95;

/** A cluster's capacity in sentences: what still fits, how much is promised, what no number counts, what is asked for and not used. */
export function CapacityFactsList({ overview, capacity, old }: { overview: ClusterOverview; capacity: CapacityFacts; old: boolean }) {
  const facts = useCapacityFacts(overview, capacity);
  return (
    <ul className={css.facts}>
      {facts.map(({ id, shape, text, detail }) => (
        <li key={id} data-fact={id}>
          <HealthShape health={old ? 'stale' : shape} decorative />
          <span>
            <b>{text}</b> {detail}
          </span>
        </li>
      ))}
    </ul>
  );
}

function useCapacityFacts({ cpu, memory }: ClusterOverview, capacity: CapacityFacts): readonly Fact[] {
  const { t } = useTranslation('pools');
  const { largestFit, podsWithoutRequests: bare, waste } = capacity;
  const amount = (what: 'cpu' | 'memory', value: number) => (what === 'cpu' ? formatCores(value) : formatBytesShort(value));
  const requested = { cpu: percentOfFill(cpu.requested, cpu.allocatable), memory: percentOfFill(memory.requested, memory.allocatable) };
  const limits = { cpu: percentOfFill(cpu.limits, cpu.allocatable), memory: percentOfFill(memory.limits, memory.allocatable) };
  const fit: Fact =
    largestFit === null
      ? { id: 'fit', shape: 'attention', text: t('capacity.noFit'), detail: t('capacity.noFitWhy') }
      : {
          id: 'fit',
          shape: 'ok',
          text: t('capacity.fit', { cpu: amount('cpu', largestFit.cpu), memory: amount('memory', largestFit.memory) }),
          detail: t('capacity.fitOn', { node: visibleText(largestFit.node) }),
        };
  const known = requested.cpu !== null && requested.memory !== null;
  const promised: Fact = known
    ? {
        id: 'requested',
        shape: Math.max(requested.cpu ?? 0, requested.memory ?? 0) > fullAbove ? 'attention' : 'ok',
        text: t('capacity.requested', requested),
        detail: t(Math.max(requested.cpu ?? 0, requested.memory ?? 0) > fullAbove ? 'capacity.requestedFull' : 'capacity.requestedWhy'),
      }
    : { id: 'requested', shape: 'unknown', text: t('capacity.requestedUnknown'), detail: '' };
  // Limits above what there is are usual for CPU, which is shared; memory that is promised twice ends in a kill.
  const over = limits.memory !== null && limits.memory > 100;
  const key = limits.cpu === 0 && limits.memory === 0 ? 'noLimits' : limits.cpu === 0 ? 'limitsMemory' : 'limits';
  const committed: Fact =
    limits.cpu === null || limits.memory === null
      ? { id: 'limits', shape: 'unknown', text: t('capacity.limitsUnknown'), detail: '' }
      : {
          id: 'limits',
          shape: over || key === 'noLimits' ? 'attention' : 'ok',
          text: t(`capacity.${key}`, limits),
          detail: t(key === 'noLimits' ? 'capacity.noLimitsWhy' : over ? 'capacity.limitsOver' : 'capacity.limitsWhy'),
        };
  const uncounted: Fact = {
    id: 'bare',
    shape: bare > 0 ? 'attention' : 'ok',
    text: t('capacity.bare', { count: bare }),
    detail: bare > 0 ? t('capacity.bareWhy') : '',
  };
  const wasted: Fact =
    waste.cpu === null || waste.memory === null || waste.since === null
      ? { id: 'waste', shape: 'unknown', text: t('capacity.wasteUnknown'), detail: t('capacity.wasteUnknownWhy') }
      : {
          id: 'waste',
          shape: 'none',
          text: t('capacity.waste', { cpu: amount('cpu', waste.cpu), memory: amount('memory', waste.memory) }),
          detail: t('capacity.wasteSince', { time: formatClock(waste.since) }),
        };
  return [fit, promised, committed, uncounted, wasted];
}
