import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, type IHttpRouteAuthorizer, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionName } from '../../shared/resources/functions.ts';
import { ROUTES } from '../../shared/resources/routes.ts';
import type { SlaFunction } from './sla-function.ts';

/** Who may call the API. There is no third kind: it is never open. */
export type Authorization =
  | { readonly kind: 'iam' }
  | { readonly kind: 'jwt'; readonly issuer: string; readonly audience: readonly string[] };

export interface SlaApiProps {
  readonly name: string;
  readonly authorization: Authorization;
  readonly functions: Readonly<Partial<Record<FunctionName, SlaFunction>>>;
  readonly logRetention: RetentionDays;
  readonly retain: boolean;
}

/** The HTTP API with every route of the list, behind the authoriser, throttled and with an access log. */
export class SlaApi extends Construct {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: SlaApiProps) {
    super(scope, id);
    const logs = new LogGroup(this, 'AccessLogs', {
      retention: props.logRetention,
      removalPolicy: props.retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.api = new HttpApi(this, 'Api', {
      apiName: props.name,
      defaultAuthorizer: authorizer(props.authorization),
      createDefaultStage: false,
    });
    this.api.addStage('Stage', {
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: 200, burstLimit: 400 },
      detailedMetricsEnabled: true,
      accessLogSettings: {
        destination: new LogGroupLogDestination(logs),
        format: AccessLogFormat.custom(
          JSON.stringify({
            time: '$context.requestTime',
            requestId: '$context.requestId',
            routeKey: '$context.routeKey',
            status: '$context.status',
            latencyMs: '$context.responseLatency',
            integrationError: '$context.integrationErrorMessage',
          }),
        ),
      },
    });
    const integrations = new Map<FunctionName, HttpLambdaIntegration>();
    for (const { method, path, function: name } of ROUTES) {
      const fn = props.functions[name];
      if (fn === undefined) throw new RangeError(`the route ${method} ${path} has no function ${name}`);
      const integration =
        integrations.get(name) ??
        new HttpLambdaIntegration(`${name}-integration`, fn.lambda, { timeout: Duration.seconds(29) });
      integrations.set(name, integration);
      this.api.addRoutes({ path, methods: [HttpMethod[method]], integration });
    }
  }
}

function authorizer(authorization: Authorization): IHttpRouteAuthorizer {
  if (authorization.kind === 'iam') return new HttpIamAuthorizer();
  return new HttpJwtAuthorizer('Jwt', authorization.issuer, { jwtAudience: [...authorization.audience] });
}
