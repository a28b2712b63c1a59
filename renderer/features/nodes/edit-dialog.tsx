import { Plus } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useContexts } from '../../state/contexts-store.ts';
import type { ActedNode } from '../../state/node-actions.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { CommandBlock } from '../../ui/command-block.tsx';
import { ContextName } from '../../ui/context-swatch.tsx';
import { Dialog, DialogBody } from '../../ui/dialog.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { AddedRow } from './added-row.tsx';
import { useByContext } from './by-context.ts';
import { type EditDraft, type EditGroup, editsOf, groupEdits, heldId, heldKeys, replacedKeys } from './edit-draft.ts';
import { faultOf } from './edit-kinds.ts';
import { EvictedPods } from './evicted-pods.tsx';
import { HeldRow } from './held-row.tsx';
import { countWritten, type WrittenNode } from './node-written.ts';
import css from './nodes.module.css';
import { OutcomeList } from './outcome-dialog.tsx';
import { planEvicted } from './plan-evicted.ts';
import { useNodeValues } from './use-node-values.ts';
import { useTaintPlans } from './use-taint-plans.ts';
import { useEditCommand, useWriteEdits } from './use-write-edits.ts';

/** The form of taints or labels of the chosen nodes: what is there, what is to change, what that does to pods, and the equal command. Stays open with what was typed when a node refuses. */
export function EditDialog({
  what,
  nodes,
  onClose,
  onWritten,
}: {
  what: 'taints' | 'labels';
  nodes: readonly ActedNode[];
  onClose: () => void;
  /** Every node is as it should be. */
  onWritten: (written: readonly WrittenNode[]) => void;
}) {
  const { t } = useTranslation('nodes');
  const byId = useContexts((state) => state.byId);
  const grouped = useByContext();
  const commandOf = useEditCommand();
  const write = useWriteEdits();
  const known = useNodeValues(what, nodes);
  const [draft, setDraft] = useState<EditDraft>(nothing);
  const [replaces, setReplaces] = useState(false);
  const [writing, setWriting] = useState(false);
  const [written, setWritten] = useState<readonly WrittenNode[] | null>(null);
  const nextId = useRef(1);

  const held = useMemo(() => heldKeys(known.nodes), [known.nodes]);
  const edits = editsOf(draft, held);
  const groups = groupEdits(known.nodes, edits);
  const replaced = replacedKeys(draft, held, (line) => (what === 'taints' ? line.effect : ''));
  const fault = edits.length === 0 ? null : faultOf(what, edits);
  // What is wrong with one line is said beside it.
  const together = edits.some((edit) => faultOf(what, [edit]) !== null) ? null : fault;
  const ready = fault === null && groups.length > 0 && (replaced.length === 0 || replaces) && known.reading === 0 && !writing;
  const contexts = grouped(nodes);
  const evicting = what === 'taints' && fault === null ? groups.filter(mayEvict) : [];
  const plans = useTaintPlans(evicting);
  const evicted = grouped(evicting).map(({ contextId }) => planEvicted(contextId, plans));
  const title = t(`edit.${what}.title`, { count: nodes.length });
  const command = commandOf(what, groups);

  const submit = async () => {
    if (!ready) return;
    setWriting(true);
    const result = await write({ what, nodes, groups, evicted });
    setWriting(false);
    if (result === null) return;
    const { refused, unknown } = countWritten(result);
    if (refused + unknown === 0) {
      onClose();
      onWritten(result);
      return;
    }
    setWritten(result);
    known.refetch();
  };
  const setHeld = (id: string, change: { readonly remove: boolean; readonly value: string | null } | null) => {
    const next = new Map(draft.held);
    if (change === null) next.delete(id);
    else next.set(id, change);
    setDraft({ ...draft, held: next });
  };

  return (
    <Dialog open onClose={onClose} label={title} width={720} top={60}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <DialogBody
          title={title}
          footer={
            <>
              <span className={css.note} role="status">
                {edits.length > 0 && fault === null && groups.length === 0 && known.reading === 0 ? t('edit.nothing') : ''}
                {replaced.length > 0 && !replaces ? t('edit.replaceFirst') : ''}
              </span>
              <Button size="large" keys="escape" onClick={onClose}>
                {t('shell:cancel')}
              </Button>
              <Button size="large" kind="primary" type="submit" disabled={!ready}>
                {t(`edit.${what}.submit`, { count: groups.flatMap((group) => group.nodes).length })}
              </Button>
            </>
          }
        >
          {written === null ? null : (
            <div className={css.written} role="alert">
              <OutcomeList written={written} />
            </div>
          )}
          <ul className={css.chosen} aria-label={t('edit.nodes')}>
            {contexts.map(({ contextId, items }) => {
              const context = byId.get(contextId);
              return (
                <li key={contextId}>
                  {context ? <ContextName colour={context.colour} name={context.displayName} /> : contextId}
                  <span className="mono">{items.map(({ name }) => name).join(', ')}</span>
                </li>
              );
            })}
          </ul>
          {known.error ? <ErrorNote error={known.error} /> : null}
          <section className={css.lines}>
            <h3>{t(`edit.${what}.now`)}</h3>
            {known.reading > 0 ? <p className={css.quiet}>{t('edit.reading', { count: known.reading })}</p> : null}
            {known.reading === 0 && held.length === 0 && known.error === null ? (
              <p className={css.quiet}>{t(`edit.${what}.none`)}</p>
            ) : null}
            <div className={css.heldList}>
              {held.map((line) => (
                <HeldRow
                  key={heldId(line)}
                  what={what}
                  line={line}
                  total={nodes.length}
                  change={draft.held.get(heldId(line)) ?? null}
                  onChange={(change) => setHeld(heldId(line), change)}
                />
              ))}
            </div>
          </section>
          <section className={css.lines}>
            <h3>{t(`edit.${what}.add`)}</h3>
            {draft.added.map((line, index) => (
              <AddedRow
                key={line.id}
                what={what}
                line={line}
                number={index + 1}
                onChange={(next) => setDraft({ ...draft, added: draft.added.toSpliced(index, 1, next) })}
                onRemove={draft.added.length > 1 ? () => setDraft({ ...draft, added: draft.added.toSpliced(index, 1) }) : null}
              />
            ))}
            <Button
              size="small"
              icon={Plus}
              onClick={() => setDraft({ ...draft, added: [...draft.added, { ...emptyLine, id: nextId.current++ }] })}
            >
              {t('edit.more')}
            </Button>
          </section>
          {together === null ? null : (
            <p className={css.fault} role="alert">
              {together}
            </p>
          )}
          {replaced.length === 0 ? null : (
            // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside is a button of radix
            <label className={css.replace}>
              <Checkbox
                checked={replaces}
                onChange={setReplaces}
                label={t('edit.replace', { keys: replaced.join(', '), count: replaced.length })}
              />
              <span>{t('edit.replace', { keys: replaced.join(', '), count: replaced.length })}</span>
            </label>
          )}
          {evicted.map((each) => (
            <EvictedPods key={each.contextId} evicted={each} several={evicted.length > 1} />
          ))}
          {command === '' || fault !== null ? null : (
            <div className={css.command}>
              <CommandBlock text={command} />
            </div>
          )}
        </DialogBody>
      </form>
    </Dialog>
  );
}

/** Only this effect does anything to pods that run. */
function mayEvict({ edits }: EditGroup): boolean {
  return edits.some(({ effect }) => effect === 'NoExecute' || effect === '');
}

const emptyLine = { id: 0, key: '', value: '', effect: 'NoSchedule' } as const;
/** One line is there to be filled in. */
const nothing: EditDraft = { held: new Map(), added: [emptyLine] };
