import type { LocalDate, Span, Weekday } from '../business-time/calendar.ts';

/**
 * An agreement: a provider's SLA text as rules. The shape is that of the YAML document, so that what is validated,
 * stored, hashed and shown is one and the same thing. Percentages are exact decimals in text ("99.9", at most 6 places),
 * money is a decimal in text ("249.00"), durations are text with a unit ("15 minutes", "48 hours", "5 days").
 * Every rule names the clause it comes from.
 */
export interface Agreement {
  readonly kind: 'agreement';
  readonly ref: string;
  readonly version: number;
  readonly title: string;
  readonly provider: string;
  readonly language: Language;
  readonly source: { readonly document: string; readonly version?: string; readonly date?: LocalDate };
  /** First of a month in the agreement's zone. */
  readonly effectiveFrom: LocalDate;
  /** IANA zone in which months, days and opening hours are read. */
  readonly timeZone: string;
  readonly calendars?: Readonly<Record<string, CalendarRule>>;
  readonly availability?: AvailabilityRule;
  readonly latency?: LatencyRule;
  readonly exclusions?: readonly ExclusionRule[];
  readonly support?: SupportRule;
  readonly credits?: CreditRule;
  readonly closing?: ClosingRule;
  readonly duties?: readonly Duty[];
  readonly interpretations?: readonly Interpretation[];
  readonly openQuestions?: readonly OpenQuestion[];
}

export type Language = 'nl' | 'en';
/** "99.9": an exact decimal from 0 to 100 with at most six places. */
export type PercentText = string;
/** "15 minutes", "4 hours", "5 days": a whole number above zero and a unit. Days are calendar days in the agreement's zone. */
export type DurationText = string;
/** "8 hours", "8 business hours", "5 business days" or "by agreement". */
export type TargetText = string;
/** Guarantee and best-effort target ("streven") stay apart in every figure. */
export type PromiseKind = 'guarantee' | 'best-effort';

/** Opening hours in wall time. `holidays` is frozen here; `holidayYears` says for which years the list is complete. */
export interface CalendarRule {
  readonly clause: string;
  readonly hours: Readonly<Partial<Record<Weekday, readonly Span[]>>>;
  readonly holidays?: readonly LocalDate[];
  /** Years for which `holidays` is complete; 'none' when the text lets the hours run through holidays. */
  readonly holidayYears?: readonly number[] | 'none';
  readonly exceptions?: Readonly<Record<LocalDate, readonly Span[]>>;
}

export interface AvailabilityRule {
  readonly clause: string;
  readonly kind: PromiseKind;
  /** Absent where the text pays for bands of downtime but promises no percentage of its own (diploc). */
  readonly target?: PercentText;
  readonly period: 'calendar-month';
  /** Who must be hit before an outage counts. */
  readonly scope: 'any-user' | 'all-users';
  /** Environments in which outages count; anything else (staging, beta) does not. */
  readonly environments: readonly string[];
  /** Name of the calendar outside which downtime does not count; absent: around the clock. */
  readonly during?: string;
  readonly minimumOutage?: {
    readonly clause: string;
    /** A contiguous piece counts only when strictly longer. */
    readonly longerThan: DurationText;
    /** All of it, or only what exceeds the minimum. */
    readonly counts: 'whole' | 'excess';
  };
  /** Whether excluded time stays in the total or leaves it. */
  readonly excludedTime: 'stays' | 'leaves';
  /** Where downtime of a reported outage begins. */
  readonly reportedOutageStartsAt: 'earlier-of-report-and-detection' | 'detection' | 'report';
  /** Failed observations in a row, and vantage points that must agree, before an outage is confirmed. */
  readonly confirmation?: { readonly observations: number; readonly vantagePoints?: number };
  /** The formula as the text prints it, and what it measures if taken literally. */
  readonly formula?: {
    readonly clause: string;
    readonly text: string;
    readonly measures: 'availability' | 'unavailability';
  };
  /** Amounts of downtime the text derives from the target, such as "43 minutes". */
  readonly statedConstants?: readonly { readonly clause: string; readonly text: string; readonly minutes: number }[];
}

export interface LatencyRule {
  readonly clause: string;
  readonly kind: PromiseKind;
  /** Mean over the good observations of the period, at most this many milliseconds. */
  readonly meanAtMostMs: number;
  readonly period: 'calendar-month';
}

export type Ground =
  | 'planned-maintenance'
  | 'emergency-maintenance'
  | 'force-majeure'
  | 'third-party-network'
  | 'third-party-power'
  | 'third-party-supplier'
  | 'caused-by-customer'
  | 'attack'
  | 'security-switch-off'
  | 'not-covered';

export interface ExclusionRule {
  readonly ground: Ground;
  readonly clause: string;
  /** What the exclusion takes out: downtime, the resolution clocks, both, or no figure at all. */
  readonly actsOn: readonly ('availability' | 'resolution')[];
  /** The announcement that must have gone out, on all named channels, at least this long before the window opens. */
  readonly notice?: { readonly before?: DurationText; readonly channels: readonly string[]; readonly clause?: string };
  /** Name of the calendar (a service window) inside which no announcement is needed. */
  readonly freeDuring?: string;
  /** Holds only when the excluded interval itself is strictly longer (fellow: power failure of more than 4 hours). */
  readonly longerThan?: DurationText;
}

export interface TargetRule {
  readonly clause: string;
  readonly kind: PromiseKind;
  readonly within: TargetText;
  /** Name of the calendar business hours and days are counted on; not for clock hours. */
  readonly calendar?: string;
}

export interface PriorityRule {
  readonly ref: string;
  readonly name: string;
  readonly meaning: string;
  readonly clause: string;
  /** 1 is the worst; drives message severity. */
  readonly severity: 1 | 2 | 3 | 4 | 5;
  readonly response?: TargetRule;
  readonly resolution?: TargetRule;
}

export interface SupportRule {
  readonly clause: string;
  readonly responseStopsAt: 'first-answer' | 'start-of-work';
  readonly resolutionStopsAt: 'fix' | 'workaround';
  readonly resolutionStartsAt: 'report' | 'response';
  /** Which clocks waiting for the customer stops. */
  readonly pauseStops: 'none' | 'resolution' | 'both';
  readonly priorityChange: 'retroactive' | 'from-change';
  /** Share of the target's open time after which a warning goes out. */
  readonly warnAt: PercentText;
  /** Fields a report must carry before any clock runs (fellow §5.3). */
  readonly correctReport?: { readonly clause: string; readonly fields: readonly string[] };
  readonly priorities: readonly PriorityRule[];
}

/** Exactly one of `below` (excludes the boundary) and `atOrBelow` (includes it). */
export interface CreditBand {
  readonly clause: string;
  readonly below?: PercentText;
  readonly atOrBelow?: PercentText;
  /**
   * The lower end, where the text states one: `above` excludes it, `atLeast` includes it. Which band wins is decided by
   * the upper ends alone; the lower ends let gaps and overlaps in the text be found.
   */
  readonly above?: PercentText;
  readonly atLeast?: PercentText;
  /** Share of the base that is credited. */
  readonly percent: PercentText;
}

export interface CreditCap {
  readonly clause: string;
  readonly per: 'month' | 'rolling-12-months';
  readonly percent: PercentText;
  readonly of: 'service-fee' | 'contract-fee';
}

export type Settlement = 'next-invoice' | 'credit-note' | 'refund';

export interface CreditRule {
  readonly clause: string;
  readonly base: 'service-fee' | 'contract-fee';
  readonly bands: readonly CreditBand[];
  readonly caps?: readonly CreditCap[];
  readonly settlement: Settlement;
  readonly treatment: 'price-reduction' | 'compensation';
  readonly numbering: 'billing-system' | 'tracker';
  /** Credits under this amount (net) are not granted. */
  readonly minimumAmount?: string;
  /** Credits above this amount (net) wait for a person. */
  readonly approvalAbove?: string;
  /** How long after the month a customer may still claim. Absent: no limit in the text. */
  readonly claimWithin?: DurationText;
}

export interface ClosingRule {
  readonly clause?: string;
  /** Time after the month's end before it is closed. */
  readonly grace?: DurationText;
  /** Below this share of observed time the month waits for a person (probe-measured services only). */
  readonly requiredCoverage?: PercentText;
}

export interface Duty {
  readonly clause: string;
  readonly kind:
    | 'backup'
    | 'report'
    | 'notice'
    | 'rpo'
    | 'rto'
    | 'security'
    | 'monitoring'
    | 'maintenance'
    | 'support'
    | 'change'
    | 'liability'
    | 'termination'
    | 'continuity'
    | 'customer'
    | 'other';
  readonly text: string;
  readonly within?: DurationText;
  readonly every?: string;
}

/** A place that can be read two ways, and how it was read. */
export interface Interpretation {
  readonly clause: string;
  readonly question: string;
  readonly reading: string;
  readonly decidedBy: string;
  readonly decidedOn: LocalDate;
}

export type FigureKind = 'availability' | 'latency' | 'response' | 'resolution' | 'credit';

/** A hole in the text. While one that a figure depends on is open, the agreement cannot be activated. */
export interface OpenQuestion {
  readonly clause: string;
  readonly question: string;
  /** Figures that cannot be computed while this is open; empty: none. */
  readonly affects: readonly FigureKind[];
}
