import axeCore from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe complains about on the page as it is, a line each. The page's policy allows no injected script; the DevTools protocol is not bound by it. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(axeCore.source);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const found = await axe.run(document, { resultTypes: ['violations'] });
    return found.violations.map(({ id, impact, nodes }) => {
      const places = nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`);
      return `${id} (${impact}): ${places.join(' | ')}`;
    });
  });
}
