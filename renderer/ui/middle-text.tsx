import css from './middle-text.module.css';

/** Letters at the end that always stay: what tells two long names apart is more often there. */
const tail = 7;
/** Names up to this length fit wherever they are shown, or give way as a whole. */
const short = 12;

/** A name that gives way in the middle where it does not fit. The whole name stays in the page for reading and copying. */
export function MiddleText({ text }: { text: string }) {
  const letters = [...text];
  if (letters.length <= short) return <span className={css.whole}>{text}</span>;
  return (
    <span className={css.text}>
      <span className={css.start}>{letters.slice(0, -tail).join('')}</span>
      <span className={css.end}>{letters.slice(-tail).join('')}</span>
    </span>
  );
}
