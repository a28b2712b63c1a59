import { Journal } from '../../../../electron/features/writes/journal.ts';
import { askedLine, done } from './journal-fixture.ts';

/*
 * A process that writes to a journal until it is killed, or until nothing can be written any more: `node journal-process.ts FOLDER START BYTES`.
 * START tells its ids from those of others, BYTES is the size of its files. On stdout a line for everything that may be counted on: `asked ID`,
 * `answered ID`, `refused ID`, each written only once the journal said so.
 */

const [, , folder = '', start = '', bytes = ''] = process.argv;
const journal = new Journal(folder, Number(bytes));

/** Writes under way at once, as in a drain. */
const lanes = 20;
let count = 0;

async function write(): Promise<void> {
  for (;;) {
    const id = `${String(count++).padStart(7, '0')}-${start}`;
    try {
      await journal.append(askedLine(id, { options: 'x'.repeat(count % 700) }));
      process.stdout.write(`asked ${id}\n`);
      await journal.append({ line: 'answered', id, answeredAt: 1, outcome: done });
      process.stdout.write(`answered ${id}\n`);
    } catch {
      process.stdout.write(`refused ${id}\n`);
      return;
    }
  }
}

await Promise.all(Array.from({ length: lanes }, write));
