import { describe, expect, it } from 'vitest';
import { ROUTES } from '../../shared/resources/routes.ts';
import { call, functions, invoke } from './cloud.ts';

describe('every function of the deployed system', () => {
  it('starts and may do what it has to: each route of the API is answered by its function', async () => {
    const answers = await Promise.all(
      ROUTES.filter(({ method }) => method === 'GET').map(async ({ path }) => {
        const filled = path
          .replace('{contractRef}', 'demo-diploc')
          .replace('{serviceRef}', 'web')
          .replace('{agreementRef}', 'diploc')
          .replace('{version}', '1')
          .replace('{month}', '2025-06')
          .replace('{statementId}', 'demo-diploc~web~2025-06~1')
          .replace('{incidentId}', 'inc-000000000000000000000000');
        const query = path.endsWith('/downtime') ? '?month=2025-06' : '';
        const { status } = await call('GET', `${filled}${query}`);
        return [path, status];
      }),
    );
    const expected = answers.map(([path]) => [path, String(path).includes('{incidentId}') ? 404 : 200]);
    expect(answers).toEqual(expected);
  });

  it('runs on its tick', async () => {
    const names = await functions();
    expect(await invoke(names.get('closemonthschedule') ?? '', {})).toMatchObject({ months: expect.any(Array) });
    expect(await invoke(names.get('sweepdeadlinesschedule') ?? '', {})).toMatchObject({ failed: [] });
  });
});
