'use strict';
// TEST LANE ONLY, on Node 24: runs the product's unchanged thread bundle in a real Worker and relays its messages to Electron's main process.
const { Worker } = require('node:worker_threads');
const { incoming, outgoing } = require('./ports.cjs');

/** Messages that came before the worker was started keep their order. */
let worker = null;
const send = (message) => {
  if (process.connected) process.send(message);
};

function deliver(data) {
  if (data?.port?.lanePort === undefined) return worker.postMessage(data);
  const port = incoming(data.port.lanePort);
  worker.postMessage({ ...data, port }, [port]);
}

process.on('message', (message) => {
  if (message.type === 'start') {
    worker = new Worker(message.file, message.options);
    worker.on('online', () => send({ type: 'online' }));
    worker.on('message', (data) => {
      outgoing(data, (sent) => send({ type: 'message', data: sent }));
    });
    worker.on('messageerror', (error) => send({ type: 'messageerror', data: String(error) }));
    worker.on('error', (error) =>
      send({ type: 'error', name: error?.name, message: String(error?.message ?? error), stack: String(error?.stack ?? '') }),
    );
    worker.on('exit', (code) => {
      if (process.connected) process.send({ type: 'exit', code }, () => process.exit(0));
    });
  } else if (message.type === 'message') deliver(message.data);
  else if (message.type === 'terminate') void worker.terminate();
});
// Electron is gone: a thread of it would be gone too.
process.on('disconnect', () => process.exit(0));
