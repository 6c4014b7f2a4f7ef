import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { readSettings } from '../../../infra/stacks/settings.ts';
import { SlaTrackerStack } from '../../../infra/stacks/sla-tracker-stack.ts';

export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: what CloudFormation takes has no type here
  readonly Properties?: any;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export type Context = Readonly<Record<string, unknown>>;

/** An app with the settings of `cdk.json` and others over them; nothing is bundled. */
export function appWith(context: Context = {}): App {
  const { context: defaults } = JSON.parse(readFileSync(new URL('../../../cdk.json', import.meta.url), 'utf8'));
  return new App({
    outdir: mkdtempSync(join(tmpdir(), 'sla-synth-')),
    context: { ...defaults, 'aws:cdk:bundling-stacks': [], ...context },
  });
}

export function stackWith(context: Context = {}, app = appWith(context)): SlaTrackerStack {
  const settings = readSettings(app.node);
  return new SlaTrackerStack(app, 'SlaTracker', { stackName: settings.name, settings });
}

/** The stack's template, read by type of resource. */
export class Synthesized {
  readonly resources: Readonly<Record<string, Resource>>;
  readonly outputs: Readonly<Record<string, { readonly Description?: string }>>;

  constructor(stack: SlaTrackerStack = stackWith()) {
    const template = Template.fromStack(stack).toJSON();
    this.resources = template['Resources'];
    this.outputs = template['Outputs'];
  }

  ofType(type: string): readonly (readonly [id: string, resource: Resource])[] {
    return Object.entries(this.resources).filter(([, { Type }]) => Type === type);
  }

  /** The one resource of a type whose id starts so. */
  one(type: string, idStart: string): Resource {
    const [found, ...others] = this.ofType(type).filter(([id]) => id.startsWith(idStart));
    if (found === undefined || others.length > 0) throw new RangeError(`no single ${type} starts with ${idStart}`);
    return found[1];
  }
}

/** The logical id that a `Ref` or `Fn::GetAtt` names; undefined for anything else. */
export function idOf(reference: unknown): string | undefined {
  if (typeof reference !== 'object' || reference === null) return undefined;
  if ('Ref' in reference) return reference.Ref as string;
  if ('Fn::GetAtt' in reference) return (reference['Fn::GetAtt'] as string[])[0];
  return undefined;
}

/** Every logical id that stands anywhere in a value. */
export function idsIn(value: unknown): readonly string[] {
  const id = idOf(value);
  if (id !== undefined) return [id];
  if (Array.isArray(value)) return value.flatMap(idsIn);
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(idsIn);
  return [];
}
