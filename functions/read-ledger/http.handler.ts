import { once } from '../../shared/adapters/aws/environment.ts';
import { contracts, journal, ledger } from '../../shared/adapters/aws/repositories.ts';
import { endpoint, httpHandler } from '../../shared/adapters/http/http-handler.ts';
import { defined } from '../../shared/domain/json.ts';
import * as api from '../../shared/schemas/api/ledger.ts';
import * as read from './read-ledger.ts';

const reading = once((): read.Reading => ({ contracts: contracts(), ledger: ledger(), journal: journal() }));

export const handler = httpHandler({
  readClosing: endpoint(api.readClosing, async ({ path, query }) => ({
    status: 200,
    body: await read.readClosing(reading(), path.month, defined(query)),
  })),
  listStatements: endpoint(api.listStatements, async ({ path, query }) => ({
    status: 200,
    body: await read.listStatements(reading(), path.contractRef, defined(query)),
  })),
  readStatement: endpoint(api.readStatement, async ({ path }) => ({
    status: 200,
    body: await read.readStatement(reading(), path.statementId),
    contentType: 'application/json',
  })),
  explainStatement: endpoint(api.explainStatement, async ({ path, query }) => ({
    status: 200,
    body: await read.explain(reading(), path.statementId, query.language),
  })),
  listCredits: endpoint(api.listCredits, async ({ path, query }) => ({
    status: 200,
    body: await read.listCredits(reading(), path.contractRef, defined(query)),
  })),
  readJournal: endpoint(api.readJournal, async ({ path, query: { of, serviceRef, ...page } }) => ({
    status: 200,
    body: await read.readJournal(reading(), path.contractRef, of, serviceRef, defined(page)),
  })),
});
