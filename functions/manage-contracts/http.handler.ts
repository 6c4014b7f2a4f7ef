import { once } from '../../shared/adapters/aws/environment.ts';
import { contracts } from '../../shared/adapters/aws/repositories.ts';
import { type Answer, endpoint, httpHandler } from '../../shared/adapters/http/http-handler.ts';
import { readYaml } from '../../shared/adapters/http/yaml-body.ts';
import { systemClock } from '../../shared/adapters/system-clock.ts';
import { defined } from '../../shared/domain/json.ts';
import type { SaveOutcome } from '../../shared/ports/contract-repository.ts';
import { agreementOf } from '../../shared/schemas/agreement.ts';
import * as api from '../../shared/schemas/api/contracts.ts';
import { contractOf } from '../../shared/schemas/contract.ts';
import {
  applyAgreement,
  applyContract,
  type DocumentName,
  type Registry,
  readAgreement,
  readContract,
} from './manage-contracts.ts';

const READERS = { 'application/yaml': readYaml };

const registry = once((): Registry => ({ contracts: contracts(), clock: systemClock }));

function applied(name: DocumentName, outcome: SaveOutcome): Answer {
  return { status: outcome === 'saved' ? 201 : 200, body: { ...name, outcome } };
}

export const handler = httpHandler({
  applyAgreement: endpoint(
    api.applyAgreement,
    async ({ path, body }) => {
      const name = { ref: path.agreementRef, version: path.version };
      return applied(name, await applyAgreement(registry(), name, agreementOf(body)));
    },
    READERS,
  ),
  applyContract: endpoint(
    api.applyContract,
    async ({ path, body }) => {
      const name = { ref: path.contractRef, version: path.version };
      return applied(name, await applyContract(registry(), name, contractOf(body)));
    },
    READERS,
  ),
  readAgreement: endpoint(api.readAgreement, async ({ path }) => ({
    status: 200,
    body: await readAgreement(registry(), { ref: path.agreementRef, version: path.version }),
  })),
  readContract: endpoint(api.readContract, async ({ path }) => ({
    status: 200,
    body: await readContract(registry(), { ref: path.contractRef, version: path.version }),
  })),
  listAgreements: endpoint(api.listAgreements, async ({ query }) => ({
    status: 200,
    body: await registry().contracts.agreements(defined(query)),
  })),
  listContracts: endpoint(api.listContracts, async ({ query }) => ({
    status: 200,
    body: await registry().contracts.contracts(defined(query)),
  })),
});
