#!/usr/bin/env node
import { endWithReader, processTerminal } from './process-terminal.ts';
import { runSla } from './program.ts';

endWithReader();
process.exitCode = await runSla(process.argv.slice(2), processTerminal);
