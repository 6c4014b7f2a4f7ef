import { spawn } from 'node:child_process';

/**
 * Runs a command for as long as whoever started this keeper lives: when its standard input closes, which also happens
 * when the parent is killed without a chance to clean up, the command is ended.
 */
const [command, ...parameters] = process.argv.slice(2);
if (command === undefined) throw new Error('name the command to keep');

const child = spawn(command, parameters, { stdio: ['ignore', 'inherit', 'inherit'] });
child.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
child.on('exit', (code) => process.exit(code ?? 1));

const end = () => child.kill('SIGTERM');
process.stdin.on('end', end).on('error', end).resume();
// A terminal's Ctrl-C reaches the whole group; the parent decides when the database may go.
process.on('SIGINT', () => {});
process.on('SIGTERM', end);
