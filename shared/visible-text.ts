/**
 * Characters that are not seen or that move what is seen: controls, bidirectional marks, zero-width, tags, variation
 * selectors, line separators, lone surrogates. Kubeconfig names and plugin output may hold any of them.
 */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** The text with hidden characters written out: `prod<U+202E>gol`. */
export function visibleText(text: string): string {
  return text.replace(hidden, (character) => `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`);
}

/** Like visibleText, but line breaks and tabs stay: for text of several lines. */
export function visibleLines(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(hidden, (character) => (character === '\n' || character === '\t' ? character : visibleText(character)));
}
