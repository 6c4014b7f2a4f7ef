import { parseDocument } from 'yaml';
import { refused } from './body.ts';

/** @throws RequestError for text that is no YAML, or has a key twice or aliases, which can grow without end */
export function readYaml(text: string): unknown {
  const document = parseDocument(text, { uniqueKeys: true, strict: true });
  const [problem] = document.errors;
  if (problem !== undefined) throw refused(`the body is not YAML: ${problem.message}`);
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    throw refused(`aliases are not taken here: ${(error as Error).message}`);
  }
}
