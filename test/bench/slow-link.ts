import net from 'node:net';

/** Bytes a second of 20 Mbit/s. */
const bytesPerSecond = 2_500_000;
/** Half of a round trip of 60 ms. */
const delayMs = 30;
/** A link holds back what comes too fast, as its sender's TCP would notice: bytes under way before reading pauses. */
const mostUnderWay = 512 * 1024;

/** A link over which `url` leads to the target. */
export interface SlowLink {
  readonly url: string;
  stop(): void;
}

/** Forwards TCP to `target` as a home's line would: late by half a round trip each way, and no faster than 20 Mbit/s per direction. */
export async function startSlowLink(target: { readonly host: string; readonly port: number }): Promise<SlowLink> {
  const sockets = new Set<net.Socket>();
  const up = direction();
  const down = direction();
  const server = net.createServer((near) => {
    const far = net.connect(target);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
    up(near, far);
    down(far, near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** One direction of the line, which all its connections share. */
function direction(): (from: net.Socket, to: net.Socket) => void {
  let freeAt = 0;
  return (from, to) => {
    let underWay = 0;
    // Timers of different lengths may fire out of order: whichever fires takes what is next.
    const arriving: (() => void)[] = [];
    const later = (bytes: number, action: () => void) => {
      freeAt = Math.max(freeAt, performance.now()) + (bytes / bytesPerSecond) * 1000;
      arriving.push(action);
      setTimeout(() => arriving.shift()?.(), freeAt + delayMs - performance.now());
    };
    from.on('data', (chunk) => {
      underWay += chunk.length;
      if (underWay > mostUnderWay) from.pause();
      later(chunk.length, () => {
        underWay -= chunk.length;
        if (underWay <= mostUnderWay) from.resume();
        if (!to.destroyed) to.write(chunk);
      });
    });
    from.on('end', () => later(0, () => to.end()));
    from.on('close', () => later(0, () => to.destroy()));
  };
}
