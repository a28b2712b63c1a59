'use strict';
// TEST LANE ONLY, on Node 24 and in Electron 22: ports between threads that the lane runs as processes are sockets.
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const v8 = require('node:v8');
const { MessageChannel, MessagePort } = require('node:worker_threads');

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

let lastPort = 0;
/** Passes a message on. A port in it leaves this process as the path of a socket, where the process of the other thread finds it. */
function outgoing(data, pass) {
  if (!(data?.port instanceof MessagePort)) return pass(data);
  const { port } = data;
  const lanePort = path.join(os.tmpdir(), `timonier-lane-${process.pid}-${++lastPort}.sock`);
  const server = net.createServer((socket) => {
    server.close();
    join(port, socket);
  });
  server.listen(lanePort, () => pass({ ...data, port: { lanePort } }));
}

/** The port behind such a path. */
function incoming(lanePort) {
  const { port1, port2 } = new MessageChannel();
  join(port1, net.connect(lanePort));
  return port2;
}

module.exports = { incoming, outgoing };
