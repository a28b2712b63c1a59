import type { IncomingMessage } from 'node:http';

/** Largest body the loopback server reads, in bytes: a launch token and its JSON. */
const maxBodyBytes = 4 * 1024;

/** Reads a body of at most 4 KiB as text; null when it is larger or breaks off. What is too large is not kept. */
export function readSmallBody(request: IncomingMessage): Promise<string | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBodyBytes) chunks.push(chunk);
      else resolve(null);
    });
    request.on('end', () => resolve(size <= maxBodyBytes ? Buffer.concat(chunks).toString('utf8') : null));
    request.on('error', () => resolve(null));
    request.on('close', () => resolve(null));
  });
}
