import type { ClockName } from './incident-events.ts';

export type IncidentSource = 'api' | 'event' | 'alarm' | 'probe';

/** The report an incident begins with. */
export interface Report {
  readonly type: 'report';
  readonly contractRef: string;
  readonly serviceRef: string;
  /** Absent only where the agreement knows no priorities. */
  readonly priority?: string;
  readonly title: string;
  readonly description?: string;
  /** What the agreement wants in a correct report, by the names it uses. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly source: IncidentSource;
}

/** What somebody did about an incident. */
export type Action =
  | Report
  | { readonly type: 'complete-report'; readonly fields: Readonly<Record<string, string>> }
  /** `automatic`: sent by a machine, which never counts as an answer. */
  | { readonly type: 'respond'; readonly automatic?: boolean; readonly text?: string }
  | { readonly type: 'start-work'; readonly automatic?: boolean; readonly text?: string }
  | { readonly type: 'pause'; readonly reason: string }
  | { readonly type: 'resume'; readonly reason?: string }
  | { readonly type: 'reprioritise'; readonly priority: string; readonly reason?: string }
  | { readonly type: 'workaround' | 'resolve'; readonly text?: string }
  | { readonly type: 'reopen'; readonly reason: string }
  | { readonly type: 'close'; readonly reason?: string }
  | { readonly type: 'comment'; readonly text: string }
  | Agree
  /** Somebody knows of the breach; it goes to no further contact. */
  | { readonly type: 'acknowledge'; readonly clock: ClockName; readonly text?: string };

/** A target by agreement gets its deadline (UTC epoch ms), or a target that starts at the agreement. */
export type Agree = { readonly type: 'agree'; readonly clock: ClockName; readonly reason?: string } & (
  | { readonly deadline: number }
  | { readonly target: string; readonly calendar?: string }
);

export type ActionType = Action['type'];

/** What can be done to an incident that is there; the names of the API's commands. */
export const COMMANDS = [
  'complete-report',
  'respond',
  'start-work',
  'pause',
  'resume',
  'reprioritise',
  'workaround',
  'resolve',
  'reopen',
  'close',
  'comment',
  'agree',
  'acknowledge',
] as const satisfies readonly ActionType[];

export type CommandName = (typeof COMMANDS)[number];

/** An action as somebody asks for it. */
export interface Command {
  /** The same id is the same command, however often it arrives. */
  readonly id: string;
  /** When it happened, UTC epoch ms; absent: now. */
  readonly at?: number;
  readonly by?: string;
  readonly action: Action;
}

/** An action as it stands in an incident's timeline. */
export interface TimelineEntry {
  readonly id: string;
  /** The incident's version that it made. */
  readonly version: number;
  /** When it happened. */
  readonly at: number;
  /** What the sender's clock said, where it was ahead of ours. */
  readonly statedAt?: number;
  readonly recordedAt: number;
  readonly by?: string;
  readonly action: Action;
}
