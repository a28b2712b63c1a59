import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Journal } from '../../electron/features/writes/journal.ts';
import { asContextId } from '../../shared/context-id.ts';
import type { JournalEntry } from '../../shared/journal.ts';
import { askedLine, done } from '../electron/features/writes/journal-fixture.ts';
import { axeViolations } from './axe.ts';
import { type DemoPage, openDemo, until } from './page.ts';

const minute = 60_000;
/** Of the start of the app before this one: more than a page of the journal holds. */
const before = 260;

/** What an earlier start left: evictions of one drain, a change of labels, one that nobody saw answered, one refused; and half a line. */
async function earlierStart(folder: string): Promise<void> {
  const journal = new Journal(folder);
  const began = Date.now() - 600 * minute;
  for (let index = 0; index < before; index++) {
    const at = began + index * minute;
    const id = `${at.toString(36).padStart(9, '0')}-00000-earlier`;
    const pod = { group: '', version: 'v1', resource: 'pods', subresource: 'eviction', namespace: 'shop', name: `web-${index}`, uid: '' };
    const evicted = { action: 'evict', verb: 'create', target: pod, run: 'drain-1', before: null, after: null, undoable: false } as const;
    const labelled = { action: 'label', before: { 'example.org/team': 'shop' }, after: { 'example.org/team': 'web' } } as const;
    const contextId = asContextId('demo#kapsule-prod');
    await journal.append(askedLine(id, { at, contextId, context: 'kapsule-prod', ...(index === before - 1 ? labelled : evicted) }));
    if (index === before - 2) continue;
    const message = 'Cannot evict pod as it would violate the pod’s disruption budget.';
    const error = { kind: 'status', code: 429, reason: 'TooManyRequests', message, causes: [], retryAfterSeconds: 5 } as const;
    const outcome = index === before - 3 ? ({ type: 'failed', error } as const) : done;
    await journal.append({ line: 'answered', id, answeredAt: at + 90, outcome });
  }
  await journal.close();
  appendFileSync(path.join(folder, 'journal.ndjson'), '{"line":"asked","id":"0');
}

describe('the journal, in a browser', () => {
  let home: string;
  let demo: DemoPage;
  beforeAll(async () => {
    home = mkdtempSync(path.join(tmpdir(), 'timonier-journal-'));
    await earlierStart(path.join(home, 'timonier', 'journal'));
    demo = await openDemo({}, home);
    await demo.page.getByRole('gridcell').first().waitFor({ timeout: 60_000 });
  });
  afterAll(async () => {
    await demo?.close();
    rmSync(home, { recursive: true, force: true });
  });

  const table = () => demo.page.getByRole('grid', { name: 'What was sent to clusters' });
  const rows = () => table().locator('[id^=journal-row][aria-selected]');
  const pane = () => demo.page.getByRole('complementary', { name: 'Entry of the journal' });
  const rowOf = (name: string) => rows().filter({ hasText: name });
  const asked = () => new URL(demo.page.url()).searchParams;

  it('is reached by its key, and has what earlier starts of the app sent, the newest first', async () => {
    const { page } = demo;
    for (const key of ['g', 'j']) await page.keyboard.press(key);
    await page.getByRole('heading', { name: 'Journal', level: 1 }).waitFor();
    await page.getByText('200 entries, and older ones').waitFor();
    expect(await rows().first().innerText()).toMatch(/label[\s\S]*nodes\/[\s\S]*done/);
    expect(await rowOf(`web-${before - 2}`).innerText()).toContain('It may have been done: the app ended before the answer was seen');
    expect(await rowOf(`web-${before - 3}`).innerText()).toContain('turned away for now: Cannot evict pod');
    expect(await axeViolations(page)).toEqual([]);
  });

  it('goes on to the beginning by the keyboard, and says there that a line is damaged', async () => {
    const { page } = demo;
    await table().focus();
    await until('the first entry', async () => {
      await page.keyboard.press('G');
      return (await rowOf('web-0').count()) > 0;
    });
    await page.getByText('The journal begins here').waitFor();
    await page.getByText('1 line cannot be read').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('g');
    await rows().first().waitFor();
  });

  it('shows of an entry what it changed, by whom and where, and is copied as JSON', async () => {
    const { page } = demo;
    await demo.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await rows().first().click();
    await pane().waitFor();
    for (const text of ['example.org/team', 'shop', 'web', 'admin, client certificate', 'a:6443', 'HTTP 200'])
      await pane().getByText(text).first().waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await table().focus();
    await page.keyboard.press('y');
    await page.getByText('Entry copied').waitFor();
    const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as JournalEntry;
    expect(copied).toMatchObject({ action: 'label', context: 'kapsule-prod', outcome: done });
    await page.keyboard.press('j');
    await pane().getByText('Look at the object to know').waitFor();
    await page.keyboard.press('Escape');
    await pane().waitFor({ state: 'detached' });
  });

  it('is searched and filtered, and the address says by what', async () => {
    const { page } = demo;
    await page.keyboard.press('/');
    await page.keyboard.type('shop WEB-42');
    await until('one entry', async () => (await rows().count()) === 1);
    expect(await rows().innerText()).toContain('web-42');
    expect(asked().get('q')).toBe('shop WEB-42');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Outcome: All outcomes' }).click();
    await page.getByRole('menuitemradio', { name: 'Failed' }).click();
    await until('what failed', async () => (await rows().count()) === 1);
    expect(asked().get('outcome')).toBe('failed');
    await page.reload();
    await until('what failed, again', async () => (await rows().count()) === 1);
    await page.goto(`${demo.app.origin}/journal?run=no-such-drain`);
    await page.getByRole('heading', { name: 'No entry matches' }).waitFor();
    await page.getByRole('button', { name: 'Show all entries' }).click();
    await rowOf('web-').first().waitFor();
    expect(asked().get('run')).toBeNull();
  });

  it('is exported as CSV and as NDJSON, older entries included, and says what is missing', async () => {
    const { page } = demo;
    const exported = async (item: RegExp) => {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menuitem', { name: item }).click();
      const file = await download;
      return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
    };
    const csv = await exported(/CSV/);
    expect(csv.name).toMatch(/^timonier-journal-\d{8}T\d{6}Z\.csv$/);
    expect(csv.text.trimEnd().split('\r\n')).toHaveLength(before + 1);
    await page.getByText('1 damaged line or file is not in it').waitFor();
    const ndjson = await exported(/NDJSON/);
    const entries = ndjson.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as JournalEntry);
    expect(entries.map(({ target }) => target.name).slice(1, 3)).toEqual([`web-${before - 2}`, `web-${before - 3}`]);
    expect(entries).toHaveLength(before);
  });

  it('has what is sent now without being asked, and takes it back once the name of the context is typed', async () => {
    const { page } = demo;
    await page.goto(`${demo.app.origin}/r/nodes`);
    const node = demo.grid.getByRole('row').filter({ hasText: 'kapsule-prod' }).first();
    // A name that does not fit stands there twice: shortened for the eye, whole for reading.
    const name = (await node.getByRole('gridcell').nth(2).innerText()).trim().split('\n').at(-1) ?? '';
    await node.click({ modifiers: ['Control'] });
    await page.keyboard.press('c');
    await page.getByRole('textbox', { name: 'Type kapsule-prod to go on' }).fill('kapsule-prod');
    await page.keyboard.press('Enter');
    await page.getByText('1 node cordoned').waitFor();

    for (const key of ['g', 'j']) await page.keyboard.press(key);
    await rows().first().filter({ hasText: name }).waitFor();
    await rows().first().click();
    await pane().getByText('unschedulable').first().waitFor();
    await pane().getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('dialog', { name: `Undo cordon of ${name}?` }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('textbox', { name: 'Type kapsule-prod to go on' }).fill('kapsule-prod');
    await page.keyboard.press('Enter');
    await page.getByText(`${name}: undone`).waitFor();
    // Its entry is there without a reload.
    await rows().first().filter({ hasText: 'uncordon' }).filter({ hasText: 'done' }).waitFor();
    await rows().first().click();
    await pane().getByText('Takes back').waitFor();
    expect(await demo.complaints.list()).toEqual([]);
  });
});
