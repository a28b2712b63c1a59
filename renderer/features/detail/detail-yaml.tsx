import { yaml } from '@codemirror/lang-yaml';
import { codeFolding, foldGutter, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../ui/copy-button.tsx';
import { cspNonce } from '../../ui/csp-nonce.ts';
import css from './detail.module.css';

const highlight = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--syn-key)' },
  { tag: [tags.string, tags.content, tags.attributeValue], color: 'var(--syn-string)' },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword, tags.atom], color: 'var(--syn-number)' },
  { tag: [tags.comment, tags.meta], color: 'var(--syn-comment)' },
]);

const theme = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--surface-sunken)', color: 'var(--text-1)', fontSize: 'var(--text-sm)' },
  '&.cm-focused': { outline: 'none', boxShadow: 'var(--focus-inset)' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', fontFeatureSettings: '"calt" 0, "liga" 0', lineHeight: '18px', overflow: 'auto' },
  '.cm-gutters': { backgroundColor: 'var(--surface-sunken)', color: 'var(--text-3)', border: 'none' },
  '.cm-foldPlaceholder': { background: 'none', border: 'none', color: 'var(--text-3)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': { background: 'var(--accent-soft)' },
  '.cm-searchMatch': { backgroundColor: 'var(--hit)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--hit-current)' },
  '.cm-panels': {
    backgroundColor: 'var(--surface-overlay)',
    color: 'var(--text-1)',
    borderColor: 'var(--line)',
    fontFamily: 'var(--font-ui)',
  },
  '.cm-panels .cm-textfield': {
    backgroundColor: 'var(--surface)',
    border: '1px solid var(--line-control)',
    borderRadius: 'var(--radius-2)',
    color: 'var(--text-1)',
  },
  '.cm-panels .cm-button': {
    backgroundImage: 'none',
    backgroundColor: 'var(--surface-raised)',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius-2)',
    color: 'var(--text-1)',
  },
});

/** The object as YAML: read only, searchable (mod+F), foldable. A new text keeps the place that is read. */
export function DetailYaml({ text }: { text: string }) {
  const { t } = useTranslation('detail');
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView | null>(null);
  const label = t('yaml.label');

  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor is made once; later texts are dispatched below
  useEffect(() => {
    if (!place.current) return;
    const nonce = cspNonce();
    const view = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          foldGutter(),
          codeFolding(),
          yaml(),
          syntaxHighlighting(highlight),
          theme,
          search({ top: true }),
          highlightSelectionMatches(),
          keymap.of(searchKeymap),
          EditorState.readOnly.of(true),
          // The text can be focused, selected and searched by keyboard, and is announced as read only.
          EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true' }),
          ...(nonce === '' ? [] : [EditorView.cspNonce.of(nonce)]),
        ],
      }),
    });
    editor.current = view;
    return () => {
      editor.current = null;
      view.destroy();
    };
  }, []);

  useEffect(() => {
    const view = editor.current;
    if (!view || view.state.doc.toString() === text) return;
    const top = view.scrollDOM.scrollTop;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    view.scrollDOM.scrollTop = top;
  }, [text]);

  return (
    <div className={css.yaml} data-key-boundary>
      <div className={css.yamlBar}>
        <span>{t('yaml.hidden')}</span>
        <span className={css.space} />
        <CopyButton text={text} label={t('yaml.copy')} />
      </div>
      <div ref={place} className={css.yamlText} />
    </div>
  );
}
