import { type Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Function as LambdaFunction, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionName, Trigger } from '../../shared/resources/functions.ts';
import { bundle } from './bundle.ts';

export interface SlaFunctionProps {
  readonly function: FunctionName;
  readonly trigger: Trigger;
  readonly serviceName: string;
  readonly timeout: Duration;
  readonly memoryMb?: number;
  /** Most instances at once, where a burst would hurt what is behind it. */
  readonly reservedConcurrency?: number;
  readonly logRetention: RetentionDays;
  readonly retain: boolean;
  readonly encryptionKey?: IKey;
}

/**
 * One handler as a Lambda function: bundled as ESM with everything it uses, on arm64, with a log group and a role of its
 * own that may do nothing but what it is granted by name.
 */
export class SlaFunction extends Construct {
  readonly lambda: LambdaFunction;
  readonly logs: LogGroup;

  constructor(scope: Construct, id: string, props: SlaFunctionProps) {
    super(scope, id);
    this.logs = new LogGroup(this, 'Logs', {
      retention: props.logRetention,
      removalPolicy: props.retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...(props.encryptionKey !== undefined && { encryptionKey: props.encryptionKey }),
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.lambda = new LambdaFunction(this, 'Function', {
      code: bundle(`functions/${props.function}/${props.trigger}.handler.ts`),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMb ?? 512,
      timeout: props.timeout,
      role,
      logGroup: this.logs,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
      ...(props.reservedConcurrency !== undefined && { reservedConcurrentExecutions: props.reservedConcurrency }),
      environment: {
        NODE_OPTIONS: '--enable-source-maps',
        POWERTOOLS_SERVICE_NAME: props.serviceName,
        POWERTOOLS_METRICS_NAMESPACE: 'SlaTracker',
        POWERTOOLS_LOG_LEVEL: 'INFO',
      },
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'xray:PutTraceSegments and PutTelemetryRecords, the only actions on it, know no resources (AWS service authorisation reference).',
    });
    if (props.encryptionKey !== undefined) {
      for (const action of ['kms:ReEncrypt*', 'kms:GenerateDataKey*']) {
        Validations.of(role).acknowledge({
          id: `AwsSolutions-IAM5[Action::${action}]`,
          reason: "Forms of one action on one key, the team's own; the services that encrypt with it choose the form.",
        });
      }
    }
    this.logs.grantWrite(this.lambda);
  }

  /** The one place where permissions are given; each names its actions and its resources. */
  allow(actions: readonly string[], resources: readonly string[], conditions?: Record<string, unknown>): void {
    this.lambda.addToRolePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: [...actions],
        resources: [...resources],
        ...(conditions !== undefined && { conditions }),
      }),
    );
  }
}
