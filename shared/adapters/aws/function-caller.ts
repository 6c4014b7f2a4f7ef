import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { PreconditionError } from '../../domain/errors.ts';
import { asked } from './asked.ts';

/** Calls functions, as the services that trigger them would. */
export class FunctionCaller {
  readonly #client: LambdaClient;

  constructor(client: LambdaClient) {
    this.#client = client;
  }

  /** Hands an event over; Lambda tries it, and buries it again when it fails again. */
  async handOver(functionName: string, payload: unknown): Promise<void> {
    await this.#invoke(functionName, payload, 'Event');
  }

  /** @returns what the function answers @throws PreconditionError when it fails */
  async call(functionName: string, payload: unknown): Promise<unknown> {
    const { FunctionError, Payload } = await this.#invoke(functionName, payload, 'RequestResponse');
    const answer = Payload === undefined ? '' : new TextDecoder().decode(Payload);
    if (FunctionError !== undefined) throw new PreconditionError(`${functionName} failed: ${answer}`);
    return answer === '' ? undefined : JSON.parse(answer);
  }

  #invoke(FunctionName: string, payload: unknown, InvocationType: 'Event' | 'RequestResponse') {
    const Payload = JSON.stringify(payload);
    return asked(`call ${FunctionName}`, () =>
      this.#client.send(new InvokeCommand({ FunctionName, InvocationType, Payload })),
    );
  }
}
