import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs a command for as long as whoever started this keeper lives: when its standard input closes, which also happens
 * when the parent is killed without a chance to clean up, the command is ended. While it runs it holds a lock, so that
 * two servers never write to one file.
 *
 * node keeper.ts <name of the lock> <command> [parameter …]
 */
const LOCK_WITHIN_MS = 2_500;
const END_WITHIN_MS = 1_500;

const [lock, command, ...parameters] = process.argv.slice(2);
if (lock === undefined || command === undefined) throw new Error('name the lock and the command to keep');

let isWanted = true;
const leave = () => {
  isWanted = false;
};
process.stdin.on('end', leave).on('error', leave).resume();
process.on('SIGINT', leave);
process.on('SIGTERM', leave);

if (process.platform === 'linux') await hold(lock);
if (isWanted) run(command, parameters);
else process.exit(0);

/** A name in the kernel's own space for sockets: it goes with the process that holds it, however that ends. */
async function hold(name: string): Promise<void> {
  const until = Date.now() + LOCK_WITHIN_MS;
  for (;;) {
    const server = createServer().listen(`\0${name}`);
    try {
      await once(server, 'listening');
      server.unref();
      return;
    } catch {
      // A server whose parent has just been killed needs a moment to end.
      if (Date.now() > until || !isWanted) {
        process.stderr.write('its data is in use by another process; end that one first\n');
        process.exit(1);
      }
      await sleep(50);
    }
  }
}

function run(command: string, parameters: readonly string[]): void {
  const child = spawn(command, parameters, { stdio: ['ignore', 'inherit', 'inherit'] });
  child.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code) => process.exit(code ?? 1));
  const end = () => {
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), END_WITHIN_MS).unref();
  };
  process.stdin.on('end', end).on('error', end);
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}
