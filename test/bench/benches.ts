import { deadlines } from './deadlines.ts';
import { dueDeadlines } from './due-deadlines.ts';
import { evalLines } from './eval-lines.ts';
import { functions } from './functions.ts';
import { help } from './help.ts';
import { intake } from './intake.ts';
import { openIncidents } from './open-incidents.ts';
import { replayMillion } from './replay-million.ts';
import type { Bench } from './row.ts';
import { statements } from './statements.ts';

/** One file each. */
export const benches: readonly Bench[] = [
  { file: 'deadlines.ts', run: deadlines },
  { file: 'statements.ts', run: statements },
  { file: 'eval-lines.ts', run: evalLines },
  { file: 'help.ts', run: help },
  { file: 'functions.ts', run: functions },
  { file: 'intake.ts', run: intake },
  { file: 'due-deadlines.ts', run: dueDeadlines },
  { file: 'open-incidents.ts', run: openIncidents },
  { file: 'replay-million.ts', run: replayMillion },
];
