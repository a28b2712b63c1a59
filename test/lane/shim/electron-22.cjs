'use strict';
// TEST LANE ONLY. Loaded before the product's main bundle (electron -r shim.cjs app) so that code written for Electron 45 runs on
// Electron 22.3.25. It adds what is absent and changes nothing that exists, except worker_threads.Worker: Node 16 cannot load undici 8,
// so the thread's unchanged bundle runs in a Worker of an external Node 24.
const electron = require('electron');
const { app, session, protocol } = electron;
const { EventEmitter } = require('node:events');
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { Readable } = require('node:stream');
const workerThreads = require('node:worker_threads');
if (process.versions.electron.split('.')[0] !== '22') throw new Error('this shim is for Electron 22 only');

// Electron shows a modal box on an uncaught exception, which hangs under Xvfb: print and leave instead, unless the product has a handler of its own.
process.on('uncaughtException', (error) => {
  console.error('LANE uncaughtException', error);
  if (process.listenerCount('uncaughtException') <= 2) app.exit(70);
});

require('./globals.cjs');
const { outgoing } = require('./ports.cjs');

// ---- protocol.handle (Electron 25) over registerStreamProtocol
async function* upload(parts, ses) {
  for (const part of parts) {
    if (part.bytes) yield part.bytes;
    else if (part.file) yield* fs.createReadStream(part.file);
    else if (part.blobUUID) yield await ses.getBlobData(part.blobUUID);
  }
}
function toRequest(request, ses) {
  const init = { method: request.method, headers: request.headers };
  if (request.uploadData?.length) Object.assign(init, { body: upload(request.uploadData, ses), duplex: 'half' });
  return new Request(request.url, init);
}
function addHandle(ses) {
  const native = ses.protocol;
  const handled = new Set();
  native.handle = (scheme, handler) => {
    const registered = native.registerStreamProtocol(scheme, async (request, callback) => {
      try {
        const answer = await handler(toRequest(request, ses));
        const headers = {};
        for (const [name, value] of answer.headers) {
          headers[name] ??= [];
          headers[name].push(value);
        }
        callback({ statusCode: answer.status, headers, data: answer.body ? Readable.fromWeb(answer.body) : Readable.from([]) });
      } catch (error) {
        console.error('LANE protocol handler failed', error);
        callback({ error: -2 });
      }
    });
    if (!registered) throw new Error(`Failed to register protocol: ${scheme}`);
    handled.add(scheme);
  };
  native.unhandle = (scheme) => {
    handled.delete(scheme);
    native.unregisterProtocol(scheme);
  };
  native.isProtocolHandled = (scheme) => handled.has(scheme);
}
app.on('session-created', addHandle);
for (const name of ['handle', 'unhandle', 'isProtocolHandled'])
  protocol[name] = (...args) => session.defaultSession.protocol[name](...args);

// ---- methods that came later, called with nothing to do here
app.on('session-created', (ses) => {
  ses.setDisplayMediaRequestHandler ??= () => undefined;
});

// ---- details carried on the event object (Electron 25 and later); will-frame-navigate stays absent
app.on('web-contents-created', (_event, contents) => {
  contents.on('will-navigate', (event, url) =>
    Object.assign(event, { url, isSameDocument: false, isMainFrame: true, frame: contents.mainFrame }),
  );
  contents.on('will-redirect', (event, url, isSameDocument, isMainFrame) => Object.assign(event, { url, isSameDocument, isMainFrame }));
});

// ---- worker_threads.Worker on an external Node 24
/** An ordinary Node cannot read inside an asar: what it needs lies unpacked beside it. */
const onDisk = (file) => file.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');
workerThreads.Worker = class extends EventEmitter {
  #child;
  #exit;

  constructor(file, options = {}) {
    super();
    const { env, workerData, argv, name, execArgv, resourceLimits } = options;
    if (env !== undefined && typeof env !== 'object') throw new Error('the lane shim knows worker env only as an object');
    this.#child = spawn(process.env.TIMONIER_LANE_NODE, [onDisk(path.join(__dirname, 'worker-host.cjs'))], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
      env: env ?? process.env,
    });
    this.#exit = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => {
        resolve(this.exitCode ?? code ?? 1);
        if (this.exitCode === undefined) {
          this.exitCode = code ?? 1;
          if (signal) this.emit('error', new Error(`the external thread was killed by ${signal}`));
          this.emit('exit', this.exitCode);
        }
      });
    });
    this.#child.once('error', (error) => this.emit('error', error));
    this.#child.on('message', (message) => {
      if (message.type === 'exit') {
        this.exitCode = message.code;
        this.emit('exit', message.code);
      } else if (message.type === 'error')
        this.emit('error', Object.assign(new Error(message.message), { name: message.name, stack: message.stack }));
      else this.emit(message.type, message.data);
    });
    const location = file instanceof URL ? require('node:url').fileURLToPath(file) : file;
    this.#send({ type: 'start', file: onDisk(location), options: { workerData, argv, name, execArgv, resourceLimits } });
    app.once('will-quit', () => this.#child.unref());
  }

  #send(message) {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  /** The transfer list is ignored: bytes are copied between the processes, and ports are sockets between them (ports.cjs). */
  postMessage(data) {
    outgoing(data, (sent) => this.#send({ type: 'message', data: sent }));
  }

  terminate() {
    this.#send({ type: 'terminate' });
    return this.#exit;
  }

  ref() {
    this.#child.ref();
  }

  unref() {
    this.#child.unref();
    this.#child.channel?.unref();
  }
};
