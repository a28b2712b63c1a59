import { Box, Download, GitCompareArrows, ListFilter, RefreshCw, ShieldAlert } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearch } from 'wouter';
import type { AccessQuestion, AccessSubject } from '../../../shared/access.ts';
import { useContexts } from '../../state/contexts-store.ts';
import { useScope } from '../../state/scope.ts';
import { AnchoredPopover } from '../../ui/anchored-popover.tsx';
import { Button } from '../../ui/button.tsx';
import { downloadFile } from '../../ui/download-file.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { TextField } from '../../ui/text-field.tsx';
import css from './access.module.css';
import { AccessGrid, type AccessGridHandle } from './access-grid.tsx';
import { AccessLegend } from './access-legend.tsx';
import { type AccessQuery, parseAccessQuery, withAccessQuery } from './access-query.ts';
import { AccessStrips } from './access-strips.tsx';
import { CellDetails } from './cell-details.tsx';
import { gridAsCsv, gridAsJson, gridAsMarkdown } from './export-grid.ts';
import { cellId, type GridCursor } from './grid-cursor.ts';
import { ObjectNamePanel } from './object-name-panel.tsx';
import { cellDiffers, type GridRow, gridCell, gridRows, gridVerbs, matchesFilter, RowNumbers } from './plan-grid.ts';
import { RiskView } from './risk-view.tsx';
import { RoleDriftView } from './role-drift-view.tsx';
import { SubjectPicker } from './subject-picker.tsx';
import { useAccessKeys } from './use-access-keys.ts';
import { useAccessMatrices } from './use-access-matrices.ts';
import { WhoCanView } from './who-can-view.tsx';

/** What is below the toolbar: the grid, who may do one thing, who has risky rights, or which roles differ. */
type Shown =
  | { readonly view: 'grid' }
  | { readonly view: 'risks' }
  | { readonly view: 'drift' }
  | { readonly view: 'who'; readonly question: AccessQuestion };

/** Id of what the name of the object is typed beside. */
const nameAnchor = 'access-object-name';

/** What somebody may do, resource by resource and verb by verb, in all clusters of the scope at once. */
export function AccessPage() {
  const { t } = useTranslation('access');
  const scope = useScope();
  const search = useSearch();
  const [path, navigate] = useLocation();
  const views = useContexts((state) => state.byId);
  const { subject, name } = useMemo(() => parseAccessQuery(search), [search]);
  const { contexts, unwatched, refresh, want } = useAccessMatrices(scope.contextIds, subject, scope.namespaces, name);
  const [filter, setFilter] = useState('');
  const [onlyDiffers, setOnlyDiffers] = useState(false);
  const [cursor, setCursor] = useState<GridCursor>({ row: 0, verb: 0 });
  const [opened, setOpened] = useState(false);
  const [naming, setNaming] = useState(false);
  const [picking, setPicking] = useState<'user' | 'service-account' | null>(null);
  const [shown, setShown] = useState<Shown>({ view: 'grid' });
  const numbers = useRef(new RowNumbers()).current;
  const grid = useRef<AccessGridHandle>(null);
  const filterField = useRef<HTMLInputElement>(null);
  useEffect(() => {
    document.title = `${t('title')} · Timonier`;
  }, [t]);

  // The keyboard stays on this page when what had the focus is gone.
  useEffect(() => {
    if (shown.view === 'grid') grid.current?.focus();
  }, [shown.view]);

  const verbs = useMemo(() => gridVerbs(contexts), [contexts]);
  const known = useMemo(() => gridRows(contexts), [contexts]);
  const all = useMemo(() => known.filter((row) => matchesFilter(row, filter)), [known, filter]);
  const differing = useMemo(() => {
    const differs = (row: GridRow) => verbs.some((verb) => cellDiffers(contexts.map((context) => gridCell(context, row, verb, numbers))));
    return contexts.length > 1 ? all.filter(differs) : [];
  }, [contexts, all, verbs, numbers]);
  const rows = onlyDiffers ? differing : all;
  const at: GridCursor = { row: Math.min(cursor.row, Math.max(0, rows.length - 1)), verb: Math.min(cursor.verb, verbs.length - 1) };
  const matrices = contexts.flatMap((context) => context.matrices);
  const asked = matrices.reduce((sum, matrix) => sum + matrix.asked, 0);
  const unanswered = matrices.reduce((sum, matrix) => sum + matrix.unanswered, 0);
  const move = (next: GridCursor) => {
    const row = Math.max(0, Math.min(rows.length - 1, next.row));
    setCursor({ row, verb: Math.max(0, Math.min(verbs.length - 1, next.verb)) });
    grid.current?.scrollTo(row);
  };
  const open = ({ row, verb: place }: GridCursor) => {
    const asking = rows[row];
    const applies = contexts.some(
      (context) => asking !== undefined && gridCell(context, asking, verbs[place] ?? '', numbers).state !== 'na',
    );
    setOpened(applies);
  };
  const close = () => {
    setOpened(false);
    grid.current?.focus();
  };
  const ask = (next: AccessQuery) => {
    const query = withAccessQuery(window.location.search, next);
    navigate(query === '' ? path : `${path}?${query}`);
  };
  const toggle = (view: 'risks' | 'drift') => setShown(shown.view === view ? { view: 'grid' } : { view });
  useAccessKeys({
    grid: shown.view === 'grid',
    asked,
    unanswered,
    cursor: at,
    move,
    open: () => open(at),
    toggleDiffers: () => setOnlyDiffers(!onlyDiffers && contexts.length > 1),
    nextDifference: () => {
      const row = rows.findIndex((each, index) => index > at.row && differing.includes(each));
      if (row >= 0) move({ row, verb: at.verb });
    },
    filter: () => filterField.current?.focus(),
    pick: () => setPicking('user'),
    nameObject: () => setNaming(true),
    toggleRisks: () => toggle('risks'),
    toggleDrift: contexts.length > 1 ? () => toggle('drift') : null,
    refresh,
    back: shown.view === 'grid' ? null : () => setShown({ view: 'grid' }),
  });
  const exported = () => ({
    rows,
    verbs,
    contexts,
    names: contexts.map(({ contextId }) => views.get(contextId)?.displayName ?? ''),
    numbers,
  });
  const who = whoOf(subject, matrices[0]?.who?.identity.user ?? '');
  const current = rows[at.row];
  const verb = verbs[at.verb] ?? '';
  return (
    <div className={css.page}>
      <header className={css.toolbar}>
        <h1>{t('title')}</h1>
        <SubjectPicker subject={subject} open={picking} onOpen={setPicking} onChange={(next) => ask({ subject: next, name })} />
        <span className={`${css.who} mono`} title={who}>
          {who}
        </span>
        <span className={css.where} title={scope.namespaces?.join(', ')}>
          {scope.namespaces === null
            ? t('where.every')
            : t('where.some', { count: scope.namespaces.length, namespaces: scope.namespaces.join(', ') })}
        </span>
        {name === '' ? (
          <IconButton id={nameAnchor} icon={Box} label={t('objectName.title')} keys="O" onClick={() => setNaming(true)} />
        ) : (
          <Button id={nameAnchor} icon={Box} className={css.objectName} title={name} onClick={() => setNaming(true)}>
            <span className="mono">{name}</span>
          </Button>
        )}
        <ObjectNamePanel
          anchor={naming ? document.getElementById(nameAnchor) : null}
          name={name}
          onChange={(next) => ask({ subject, name: next })}
          onClose={() => {
            setNaming(false);
            grid.current?.focus();
          }}
        />
        <span className={css.space} />
        <TextField
          ref={filterField}
          icon={ListFilter}
          className={css.filter}
          label={t('filter')}
          placeholder={t('filter')}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' || event.key === 'ArrowDown' || event.key === 'Escape') grid.current?.focus();
          }}
        />
        {contexts.length > 1 ? (
          <Button icon={GitCompareArrows} aria-pressed={onlyDiffers} onClick={() => setOnlyDiffers(!onlyDiffers)}>
            {t('differs', { count: differing.length })}
          </Button>
        ) : null}
        <Button icon={ShieldAlert} aria-pressed={shown.view === 'risks'} onClick={() => toggle('risks')}>
          {t('risks')}
        </Button>
        {contexts.length > 1 ? (
          <Button aria-pressed={shown.view === 'drift'} onClick={() => toggle('drift')}>
            {t('rolesDiffer')}
          </Button>
        ) : null}
        <IconButton icon={RefreshCw} label={t('refresh')} keys="r" onClick={refresh} />
        <Menu
          trigger={<IconButton icon={Download} label={t('export')} />}
          entries={[
            { label: 'CSV', run: () => downloadFile('access.csv', 'text/csv', gridAsCsv(exported())) },
            { label: 'Markdown', run: () => downloadFile('access.md', 'text/markdown', gridAsMarkdown(exported())) },
            { label: 'JSON', run: () => downloadFile('access.json', 'application/json', gridAsJson(exported())) },
          ]}
        />
      </header>
      {shown.view === 'who' ? (
        <>
          <div className={css.strip}>
            <Button size="small" onClick={() => setShown({ view: 'grid' })}>
              {t('backToGrid')}
            </Button>
            <b className="mono">{questionText(shown.question)}</b>
          </div>
          <WhoCanView question={shown.question} contextIds={contexts.map(({ contextId }) => contextId)} views={views} />
        </>
      ) : shown.view === 'risks' ? (
        <RiskView contextIds={contexts.map(({ contextId }) => contextId)} views={views} />
      ) : shown.view === 'drift' ? (
        <RoleDriftView contextIds={contexts.map(({ contextId }) => contextId)} views={views} />
      ) : contexts.length === 0 ? (
        <EmptyState title={t('nothing')} text={t('nothingText')} />
      ) : (
        <>
          <AccessLegend contexts={contexts} views={views} />
          <AccessStrips contexts={contexts} unwatched={unwatched} views={views} onRetry={refresh} />
          {rows.length === 0 && known.length > 0 ? (
            <p className={css.none} role="status">
              {t(onlyDiffers && all.length > 0 ? 'noneDiffers' : 'noneFound', { filter })}
              <LinkButton
                onClick={() => {
                  setFilter('');
                  setOnlyDiffers(false);
                  grid.current?.focus();
                }}
              >
                {t('showAll')}
              </LinkButton>
            </p>
          ) : null}
          <AccessGrid
            rows={rows}
            verbs={verbs}
            contexts={contexts}
            views={views}
            numbers={numbers}
            cursor={at}
            onPut={setCursor}
            onOpen={open}
            onSight={(first, last) =>
              want(
                ({ matrices: [matrix] }) =>
                  new Set(matrix === undefined ? [] : rows.slice(first, last + 1).map((row) => numbers.of(matrix, row))),
              )
            }
            handle={grid}
          />
        </>
      )}
      <AnchoredPopover
        anchor={opened ? document.getElementById(cellId(at.row, at.verb)) : null}
        label={t('details')}
        width={456}
        onClose={close}
      >
        {current === undefined ? null : (
          <CellDetails
            key={`${current.key} ${verb}`}
            row={current}
            verb={verb}
            subject={subject}
            name={name}
            contexts={contexts}
            views={views}
            numbers={numbers}
            onWhoCan={(question) => {
              setOpened(false);
              setShown({ view: 'who', question });
            }}
            onClose={close}
          />
        )}
      </AnchoredPopover>
    </div>
  );
}

function whoOf(subject: AccessSubject, me: string): string {
  if (subject.type === 'me') return me;
  if (subject.type === 'service-account') return `${subject.namespace}/${subject.name}`;
  return [subject.user, ...subject.groups.map((group) => `@${group}`)].filter((word) => word !== '').join(' ');
}

function questionText({ verb, group, resource, subresource, namespace, name }: AccessQuestion): string {
  const what = `${resource}${subresource === '' ? '' : `/${subresource}`}${group === '' ? '' : `.${group}`}`;
  return [verb, what, name, namespace === '' ? '' : `-n ${namespace}`].filter((word) => word !== '').join(' ');
}
