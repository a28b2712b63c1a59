import { memo } from 'react';
import { ansiCss } from './ansi-css.ts';
import css from './lines.module.css';
import type { TextPiece } from './plan-text.ts';

/** The pieces of a line. Hidden characters are shown as chips; what is copied is the character itself. */
export const LineText = memo(function LineText({ pieces }: { pieces: readonly TextPiece[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: pieces have nothing but their place
  return pieces.map((piece, index) => <Piece key={index} {...piece} />);
});

function Piece({ text, name, hit, shown, style }: TextPiece) {
  if (shown !== null) {
    return (
      <span className={css.chip} data-shown={shown}>
        <span>{text}</span>
      </span>
    );
  }
  const inner = name ? <span className={css.name}>{text}</span> : text;
  const coloured = style ? <span style={ansiCss(style)}>{inner}</span> : inner;
  return hit ? <mark>{coloured}</mark> : coloured;
}
