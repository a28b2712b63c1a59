import type { Api } from '../kubectl.ts';

/** Requests in flight while objects are made. */
const atOnce = 16;

/** Creates an object under `path`; throws when it is refused. One that exists is left as it is, so that a cluster can be used again. */
export async function create(api: Api, path: string, object: object): Promise<void> {
  const { code, body } = await api.send('POST', path, object);
  if (code !== 201 && code !== 409) throw new Error(`POST ${path}: ${code} ${JSON.stringify(body)}`);
}

/** Does something for each item, some of them at once, and resolves when all are done; the first failure rejects. */
export async function each<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const rest = items.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of rest) await work(item);
    }),
  );
}
