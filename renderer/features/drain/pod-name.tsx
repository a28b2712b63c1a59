import { visibleText } from '../../../shared/visible-text.ts';
import css from './run.module.css';

/** Advance of JetBrains Mono at 12 px (design.md): fitting a name is arithmetic. */
const characterWidth = 7.2;
/** Padding of a cell, px. */
const padding = 17;
/** `<base>-<pod template hash>-<random>`: what a ReplicaSet's pods are called. Alphabet of apimachinery `pkg/util/rand`. */
const podPattern = /^(.+)(-[a-z0-9]{6,10})(-[a-z0-9]{5})$/;

/** The name of a pod, cut in the middle where it does not fit `width` px; its namespace is on hover. */
export function PodName({ name, namespace, width }: { name: string; namespace: string; width: number }) {
  const shown = visibleText(name);
  const room = Math.max(8, Math.floor((width - padding) / characterWidth));
  const title = `${visibleText(namespace)}/${shown}`;
  const [, base = shown, hash = '', suffix = ''] = podPattern.exec(shown) ?? [];
  if (shown.length <= room)
    return (
      <span title={title}>
        {base}
        <span className={css.hash}>{hash}</span>
        {suffix}
      </span>
    );
  const end = Math.max(6, suffix.length);
  return (
    <span title={title}>
      <span aria-hidden="true">
        {shown.slice(0, room - end - 1)}
        <span className={css.hash}>…</span>
        {shown.slice(-end)}
      </span>
      <span className="visually-hidden">{shown}</span>
    </span>
  );
}
