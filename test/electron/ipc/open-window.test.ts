import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asContextId } from '../../../shared/context-id.ts';
import { type LogPage, parseLogPage } from '../../../shared/log-page.ts';
import { PlainServices } from './plain-services.ts';

const logs: LogPage = {
  title: 'checkout-api',
  selections: [
    {
      contextId: asContextId('/k#a'),
      target: { type: 'pods', pods: [{ namespace: 'shop', name: 'checkout-api-0' }] },
      containers: [],
    },
  ],
  start: null,
};
const object = { contextId: '/k#a', resource: { group: '', version: 'v1', resource: 'pods' }, namespace: 'shop', name: 'checkout-api-0' };

function startShell(takes = true) {
  const opened: string[] = [];
  const services = new PlainServices({
    openWindow: (address) => {
      opened.push(address);
      return takes;
    },
  });
  return { bus: services.bus, opened };
}

/** Where a window would go: addresses follow the origin of our page. */
const goes = (address: string) => new URL(`app://ui${address}`);

describe('windows.open', () => {
  it('opens a log view at an address that shows the same view', async () => {
    const { bus, opened } = startShell();
    expect(await bus.call('windows.open', { page: 'logs', logs })).toEqual({ ok: true, value: null });
    expect(opened).toHaveLength(1);
    expect(parseLogPage(goes(opened[0] ?? '').hash)).toEqual({ ok: true, page: logs });
  });

  it('opens an object beside its table', async () => {
    const { bus, opened } = startShell();
    await bus.call('windows.open', { page: 'object', object });
    expect(opened).toEqual(['/r/pods?c=%2Fk%23a&o=%2Fk%23a%7Cshop%7Ccheckout-api-0']);
  });

  it.each([
    'https://evil.example/',
    { url: 'https://evil.example/' },
    { address: '/logs' },
    { page: 'logs', logs, url: 'https://evil.example/' },
    { page: 'https://evil.example/', logs },
    { page: 'logs', logs: '//evil.example/' },
    { page: 'logs', logs: { ...logs, selections: [] } },
    { page: 'logs', logs: { ...logs, origin: 'https://evil.example' } },
    { page: 'object', object: { ...object, resource: { group: '', version: 'v1', resource: '../../evil' } } },
    { page: 'object', object: { ...object, name: 'a/../../b' } },
  ])('takes no address from a page: %j', async (args) => {
    const { bus, opened } = startShell();
    expect(await bus.call('windows.open', args)).toMatchObject({ ok: false, error: { kind: 'internal' } });
    expect(opened).toEqual([]);
  });

  it('leaves our page for no other, whatever a page calls its contexts and titles', async () => {
    const hostile = fc.oneof(
      fc.constantFrom('//evil.example', '@evil.example', 'https://evil.example', '\\\\evil', '#', '?', '/..', '\r\nx: y', '%2f%2fevil'),
      fc.string({ minLength: 1, unit: 'binary' }).filter((text) => text.isWellFormed()),
    );
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (contextId, title) => {
        const { bus, opened } = startShell();
        await bus.call('windows.open', { page: 'logs', logs: { ...logs, title, selections: [{ ...logs.selections[0], contextId }] } });
        await bus.call('windows.open', { page: 'object', object: { ...object, contextId } });
        expect(opened).toHaveLength(2);
        for (const address of opened) {
          expect(goes(address).protocol + goes(address).host).toBe('app:ui');
          expect(goes(address).pathname).toMatch(/^\/(logs|r\/pods)$/);
        }
      }),
    );
  });

  it('says so when there are too many windows, and that a browser opens its own', async () => {
    expect(await startShell(false).bus.call('windows.open', { page: 'logs', logs })).toMatchObject({
      ok: false,
      error: { kind: 'unsupported', what: 'window' },
    });
    expect(await new PlainServices().bus.call('windows.open', { page: 'logs', logs })).toMatchObject({
      ok: false,
      error: { kind: 'unsupported', what: 'window' },
    });
  });
});
