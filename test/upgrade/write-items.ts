import { readFileSync } from 'node:fs';
import type { Agreement } from '../../shared/domain/contract/agreement.ts';
import type { Contract } from '../../shared/domain/contract/contract.ts';
import { loadDocument } from '../../shared/schemas/document.ts';
import { itemsText, livedInstallation } from './installation.ts';

/*
 * Writes the items that this version stores, to be kept for the versions after it:
 * node test/upgrade/write-items.ts > test/upgrade/items/<version>.json
 */
const load = (path: string) => loadDocument(readFileSync(`contracts/${path}.yaml`), path);
const lived = await livedInstallation(
  load('agreements/sensey') as Agreement,
  load('customers/demo-sensey') as Contract,
);
process.stdout.write(itemsText(lived.tables()));
