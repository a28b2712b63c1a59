import { describe, expect, it } from 'vitest';
import { planColumns } from '../../../../renderer/features/logs/plan-line-columns.ts';
import { settingsSchema } from '../../../../shared/settings.ts';

const usual = settingsSchema.parse({}).logs;

describe('planColumns', () => {
  it('is what was drawn for 1440 and for 1000 px', () => {
    expect(planColumns(1_156, usual)).toMatchObject({
      template: '3px 98px 186px 14px minmax(0, 1fr)',
      before: 4,
      lineHeight: 18,
      sourceLetters: 25,
    });
    expect(planColumns(952, usual)).toMatchObject({ template: '3px 92px 136px 14px minmax(0, 1fr)', sourceLetters: 18 });
  });

  it('has a column for each field, and none for what is not wanted', () => {
    const columns = planColumns(1_156, { ...usual, times: 'none', prefix: 'none', fields: ['order', 'trace'] });
    expect(columns).toMatchObject({ template: '3px 14px 130px 130px minmax(0, 1fr)', before: 2 });
  });

  it('grows with the letters', () => {
    const columns = planColumns(1_156, { ...usual, fontSize: 24 });
    expect(columns.lineHeight).toBe(36);
    expect(columns.letters).toBeLessThan(planColumns(1_156, usual).letters);
  });
});
