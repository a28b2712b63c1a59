import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A block 127.10.N.0/24 that no other run on this machine uses. */
export interface AddressBlock {
  /** `127.10.N.` + index. */
  address(index: number): string;
  /** The lock; removing it gives the block back. */
  readonly lock: string;
}

/** How many blocks there are to choose from. */
const blocks = 250;

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Takes the lock of a block; false when a living process has it. A lock whose process is gone is taken over. */
function lockIsOurs(lock: string): boolean {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const owner = Number(readFileSync(lock, 'utf8'));
      if (owner > 0 && alive(owner)) return false;
      rmSync(lock, { force: true });
    }
  }
  return false;
}

/** True when nobody listens on the port of an API server there: clusters that others started know no locks. */
function isFree(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(6443, address, () => probe.close(() => resolve(true)));
  });
}

/** Takes a block with `count` free addresses (from index 1 on), so that several runs side by side do not meet. */
export async function takeAddressBlock(count: number): Promise<AddressBlock> {
  const folder = join(tmpdir(), 'timonier-test-addresses');
  mkdirSync(folder, { recursive: true, mode: 0o777 });
  for (let block = 0; block < blocks; block++) {
    const lock = join(folder, String(block));
    if (!lockIsOurs(lock)) continue;
    const address = (index: number) => `127.10.${block}.${index}`;
    const free = await Promise.all(Array.from({ length: count }, (_, index) => isFree(address(index + 1))));
    if (free.every(Boolean)) return { address, lock };
    rmSync(lock, { force: true });
  }
  throw new Error(`no free loopback block for the test clusters; are ${blocks} runs alive?`);
}
