import { fitName } from './fit-name.ts';
import css from './object-name.module.css';

/** Advance of JetBrains Mono at 12 px (design.md): fitting a name is arithmetic. */
const characterWidth = 7.2;

/** The name of an object in `width` px of the data font: what does not fit gives way in the middle, and stays for reading and copying. */
export function ObjectName({
  name,
  width,
  title = name,
}: {
  name: string;
  width: number /** On hover; default the name. */;
  title?: string;
}) {
  const { base, hash, suffix } = fitName(name, Math.floor(width / characterWidth));
  const fitted = (
    <>
      {base}
      {hash === '' ? null : <span className={css.hash}>{hash}</span>}
      {suffix}
    </>
  );
  if (base + hash + suffix === name) return <span title={title}>{fitted}</span>;
  return (
    <span title={title}>
      <span aria-hidden="true">{fitted}</span>
      <span className="visually-hidden">{name}</span>
    </span>
  );
}
