import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { ElectronGate, type PageContents, type Sender } from '../../../electron/ipc/electron-gate.ts';
import type { MainMessage } from '../../../shared/wire.ts';
import { PlainServices, podsArguments } from './plain-services.ts';

class Contents extends EventEmitter implements PageContents {
  readonly id: number;
  readonly sent: MainMessage[] = [];
  gone = false;
  constructor(id: number) {
    super();
    this.id = id;
  }
  isDestroyed(): boolean {
    return this.gone;
  }
  send(_channel: string, message: MainMessage): void {
    this.sent.push(message);
  }
}

function startGate() {
  const services = new PlainServices();
  const ipcMain = new EventEmitter();
  const refused: string[] = [];
  const gate = new ElectronGate(ipcMain, services.bus, (what) => refused.push(what));
  const contents = new Contents(1);
  gate.register(contents);
  const frame = { parent: null, origin: 'app://ui' };
  const post = (message: unknown, sender: Partial<Sender> = {}) =>
    ipcMain.emit('timonier', { senderFrame: frame, sender: contents, ...sender }, message);
  return { services, refused, contents, frame, post, gate };
}

test('our page in its main frame is answered', async () => {
  const { contents, post } = startGate();
  post({ type: 'call', id: 1, channel: 'app.info', args: {} });
  await expect.poll(() => contents.sent).toMatchObject([{ type: 'result', id: 1, result: { ok: true } }]);
});

test('no one else is: frames, other origins, other windows, frames that are gone', () => {
  const { services, contents, frame, post, refused } = startGate();
  const open = { type: 'open', id: 1, channel: 'rows.watch', args: podsArguments };
  post(open, { senderFrame: null });
  post(open, { senderFrame: { ...frame, parent: frame } });
  for (const origin of ['null', 'about:blank', 'app://other', 'app://ui.evil', 'https://ui', 'file://', ''])
    post(open, { senderFrame: { ...frame, origin } });
  post(open, { sender: new Contents(2) });
  expect(refused).toHaveLength(10);
  expect(services.rowStreams).toEqual([]);
  expect(contents.sent).toEqual([]);
});

test.each(['did-navigate', 'render-process-gone', 'destroyed'])('%s closes the streams of the document', (event) => {
  const { services, contents, post } = startGate();
  post({ type: 'open', id: 1, channel: 'rows.watch', args: podsArguments });
  contents.emit(event);
  expect(services.rowStreams[0]?.closed).toBe(true);
  services.rowStreams[0]?.write('{"type":"items","items":{}}');
  expect(contents.sent).toEqual([]);
});

test('after a reload the new document may use the same ids', () => {
  const { services, contents, post } = startGate();
  post({ type: 'open', id: 1, channel: 'rows.watch', args: podsArguments });
  contents.emit('did-navigate');
  post({ type: 'open', id: 1, channel: 'rows.watch', args: podsArguments });
  services.rowStreams[1]?.write('{"type":"items","items":{}}');
  expect(contents.sent).toEqual([{ type: 'event', id: 1, event: '{"type":"items","items":{}}' }]);
});

test('a destroyed window is no longer let in, and a closed gate lets no one in', () => {
  const { contents, post, refused, gate } = startGate();
  contents.emit('destroyed');
  post({ type: 'close', id: 1 });
  expect(refused).toHaveLength(1);
  const other = startGate();
  other.gate.close();
  other.post({ type: 'close', id: 1 });
  expect(other.refused).toHaveLength(1);
  gate.close();
});
