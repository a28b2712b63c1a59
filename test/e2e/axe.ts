import axeCore from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe finds wrong with a page as it stands, a line each. The page's policy allows no injected script; the DevTools protocol is not bound by it. */
export async function axeViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeCore.source);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    const where = (nodes: (typeof violations)[number]['nodes']) =>
      nodes.slice(0, 3).map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary ?? ''}`);
    return violations.map(({ id, impact, nodes }) => `${id} (${impact}): ${where(nodes).join(' | ')}`);
  });
}
