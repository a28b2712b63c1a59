import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Connection } from '../../electron/kube/connection.ts';

/** A connection over a slow link, and what ends the link. */
export interface SlowLink {
  readonly connection: Connection;
  stop(): void;
}

/** A link to the API server (slow-link.ts) in a process of its own, on the same address, so that its certificate is good for it. Mbit/s each way, ms there and back. */
export async function startSlowLink(connection: Connection, megabit: number, roundTripMs: number): Promise<SlowLink> {
  const { hostname, port } = new URL(connection.server);
  const script = fileURLToPath(new URL('./slow-link.ts', import.meta.url));
  const args = [script, hostname, port, String(megabit), String(roundTripMs)];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    const own = JSON.parse(line) as { port: number };
    return { connection: { ...connection, server: `https://${hostname}:${own.port}` }, stop: () => child.stdin.end() };
  }
  throw new Error('the link ended before it listened');
}
