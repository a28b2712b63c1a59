import { ArrowDown, ArrowDownUp, ArrowUp, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ContextView } from '../../../shared/context-view.ts';
import type { DrainPlan } from '../../../shared/drain.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import type { DrainTarget } from '../../state/drain-path.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { ObjectName } from '../../ui/object-name.tsx';
import { moveNode, type NodeOrder, sortNodes } from './plan-node-order.ts';
import css from './side-pane.module.css';
import { SideSection } from './side-section.tsx';

/** Room for the name of a node in its line, in px: the pane without number, zone and buttons. */
const nameWidth = 230;

/** One context of the page, as its nodes are put in order. */
export interface OrderedContext {
  readonly context: ContextView;
  readonly target: DrainTarget;
  readonly plan: DrainPlan | null;
}

/** In which order the nodes of each cluster are drained: to be moved by hand, or sorted by zone, pool or name. */
export function OrderSection({
  contexts,
  onChange,
}: {
  contexts: readonly OrderedContext[];
  onChange: (targets: readonly DrainTarget[]) => void;
}) {
  const { t } = useTranslation('drain');
  const orders: readonly NodeOrder[] = ['zone', 'pool', 'name'];
  const sortAll = (order: NodeOrder) =>
    onChange(contexts.map(({ target, plan }) => ({ ...target, nodes: sortNodes(target.nodes, order, plan?.nodes ?? []) })));
  return (
    <SideSection
      title={t('order.title')}
      action={
        <Menu
          entries={orders.map((order) => ({ label: t(`order.by.${order}`), run: () => sortAll(order) }))}
          trigger={<IconButton icon={ArrowDownUp} size="small" label={t('order.sort')} />}
        />
      }
    >
      {contexts.map((each) => (
        <ContextOrder key={each.context.id} {...each} alone={contexts.length === 1} onChange={(target) => onChange([target])} />
      ))}
    </SideSection>
  );
}

function ContextOrder({
  context,
  target,
  plan,
  alone,
  onChange,
}: OrderedContext & { alone: boolean; onChange: (target: DrainTarget) => void }) {
  const { t } = useTranslation('drain');
  const { nodes } = target;
  const places = new Map(plan?.nodes.map((node) => [node.name, node]));
  const put = (next: readonly string[]) => onChange({ ...target, nodes: next });
  return (
    <div>
      {alone ? null : (
        <div className={css.line}>
          <ContextName colour={context.colour} name={context.displayName} />
        </div>
      )}
      <ol className={css.order} aria-label={t('order.of', { context: context.displayName })}>
        {nodes.map((node, index) => {
          const place = places.get(node);
          const name = visibleText(node);
          const about = [place?.zone, place?.pool].filter((text) => text !== undefined && text !== '').join(' · ');
          return (
            <li key={node}>
              <span className={css.number}>{index + 1}</span>
              <span className={css.node}>
                <span className="mono">
                  <ObjectName name={name} width={nameWidth} />
                </span>
                {about === '' ? null : <small title={about}>{visibleText(about)}</small>}
              </span>
              <IconButton
                icon={ArrowUp}
                size="small"
                label={t('order.up', { node: name })}
                disabled={index === 0}
                onClick={() => put(moveNode(nodes, node, -1))}
              />
              <IconButton
                icon={ArrowDown}
                size="small"
                label={t('order.down', { node: name })}
                disabled={index === nodes.length - 1}
                onClick={() => put(moveNode(nodes, node, 1))}
              />
              <IconButton
                icon={X}
                size="small"
                label={t('order.leaveOut', { node: name })}
                onClick={() => put(nodes.filter((each) => each !== node))}
              />
            </li>
          );
        })}
      </ol>
    </div>
  );
}
