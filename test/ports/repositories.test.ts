import { MemoryItemStore } from '../../shared/adapters/memory/memory-item-store.ts';
import { contractRepositorySuite } from './contract-repository.suite.ts';
import { downtimeRepositorySuite } from './downtime-repository.suite.ts';
import { journalReaderSuite } from './journal-reader.suite.ts';
import { ledgerRepositorySuite } from './ledger-repository.suite.ts';
import { adaptersOn } from './port-adapters.ts';

const open = async () => adaptersOn(new MemoryItemStore());

contractRepositorySuite('memory', open);
downtimeRepositorySuite('memory', 200, open);
ledgerRepositorySuite('memory', open);
journalReaderSuite('memory', open);
