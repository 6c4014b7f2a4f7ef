import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { AgreementSchema } from './agreement.ts';
import { ContractSchema } from './contract.ts';

/** Documents people write, by the name of their schema's file. */
export const PUBLISHED: Readonly<Record<string, z.ZodType>> = {
  agreement: AgreementSchema,
  contract: ContractSchema,
};

const FOLDER = new URL('../../contracts/schemas/', import.meta.url);

/** JSON Schema 2020-12 of what a document may contain, as the text of its file. */
export function schemaText(name: string): string {
  const schema = PUBLISHED[name];
  if (schema === undefined) throw new RangeError(`no schema "${name}"; there are ${Object.keys(PUBLISHED).join(', ')}`);
  const json = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: 'input',
    // Read-only in the code; who writes the document may write it.
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly;
    },
  });
  return `${JSON.stringify({ $id: `${name}.schema.json`, ...json }, null, 2)}\n`;
}

/** Names of the published schemas whose file is not what the code says. */
export function staleSchemas(): readonly string[] {
  return Object.keys(PUBLISHED).filter((name) => published(name) !== schemaText(name));
}

function fileOf(name: string): URL {
  return new URL(`${name}.schema.json`, FOLDER);
}

function published(name: string): string | undefined {
  try {
    return readFileSync(fileOf(name), 'utf8');
  } catch {
    return undefined;
  }
}

if (import.meta.main) {
  const stale = staleSchemas();
  if (process.argv.includes('--check')) {
    for (const name of stale) {
      console.error(`contracts/schemas/${name}.schema.json does not say what the code says; run "npm run schemas"`);
    }
    process.exitCode = stale.length > 0 ? 1 : 0;
  } else {
    mkdirSync(FOLDER, { recursive: true });
    for (const name of stale) writeFileSync(fileOf(name), schemaText(name));
    console.log(stale.length > 0 ? `written: ${stale.join(', ')}` : 'nothing to write');
  }
}
