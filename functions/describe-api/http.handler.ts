import { endpoint, httpHandler } from '../../shared/adapters/http/http-handler.ts';
import { describeApi } from '../../shared/schemas/api/description.ts';
import { openApiDocument } from '../../shared/schemas/api/openapi.ts';

let document: ReturnType<typeof openApiDocument> | undefined;

export const handler = httpHandler({
  describeApi: endpoint(describeApi, () => {
    document ??= openApiDocument();
    return Promise.resolve({ status: 200, body: document });
  }),
});
