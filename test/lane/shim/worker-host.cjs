'use strict';
// TEST LANE ONLY, on Node 24: runs the product's unchanged thread bundle in a real Worker and relays its messages to Electron's main process.
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const v8 = require('node:v8');
const { MessageChannel, MessagePort, Worker } = require('node:worker_threads');

/** Messages that came before the worker was started keep their order. */
let worker = null;
const send = (message) => {
  if (process.connected) process.send(message);
};

/** Joins a port and a socket until one of them closes: each message is its length (4 bytes) and its bytes. */
function join(port, socket) {
  let read = Buffer.alloc(0);
  port.on('message', (data) => {
    const body = v8.serialize(data);
    const head = Buffer.alloc(4);
    head.writeUInt32BE(body.length);
    socket.write(head);
    socket.write(body);
  });
  port.on('close', () => socket.destroy());
  socket.on('data', (chunk) => {
    read = Buffer.concat([read, chunk]);
    while (read.length >= 4 && read.length >= 4 + read.readUInt32BE(0)) {
      const end = 4 + read.readUInt32BE(0);
      port.postMessage(v8.deserialize(read.subarray(4, end)));
      read = read.subarray(end);
    }
  });
  socket.on('error', () => undefined);
  socket.on('close', () => port.close());
}

/** A port in a message leaves this process as the path of a socket, where the process of the other thread finds it. Electron's process passes the path only. */
let lastPort = 0;
function outgoing(data) {
  if (!(data?.port instanceof MessagePort)) return data;
  const { port } = data;
  const lanePort = path.join(os.tmpdir(), `timonier-lane-${process.pid}-${++lastPort}.sock`);
  const server = net.createServer((socket) => {
    server.close();
    join(port, socket);
  });
  server.listen(lanePort, () => send({ type: 'message', data: { ...data, port: { lanePort } } }));
  return null;
}

function deliver(data) {
  if (data?.port?.lanePort === undefined) return worker.postMessage(data);
  const { port1, port2 } = new MessageChannel();
  join(port1, net.connect(data.port.lanePort));
  worker.postMessage({ ...data, port: port2 }, [port2]);
}

process.on('message', (message) => {
  if (message.type === 'start') {
    worker = new Worker(message.file, message.options);
    worker.on('online', () => send({ type: 'online' }));
    worker.on('message', (data) => {
      const sent = outgoing(data);
      if (sent !== null) send({ type: 'message', data: sent });
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
