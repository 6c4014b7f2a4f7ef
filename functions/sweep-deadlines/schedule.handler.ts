import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import { incidentDesk } from '../../shared/adapters/aws/incident-desk.ts';
import { type Sweep, sweepDeadlines } from './sweep-deadlines.ts';

const logger = new Logger();
const metrics = new Metrics({ namespace: 'SlaTracker', serviceName: 'sweep-deadlines' });

/** Every hour. What it finds, a schedule should have found: the metric says how often schedules fail. */
export const handler = middy<unknown, Sweep>().handler(async () => {
  const sweep = await sweepDeadlines(incidentDesk());
  metrics.addMetric('DeadlinesFoundBySweep', MetricUnit.Count, sweep.found);
  metrics.addMetric('DeadlineChecksFailed', MetricUnit.Count, sweep.failed.length);
  metrics.publishStoredMetrics();
  if (sweep.failed.length > 0) logger.error('some incidents could not be checked', { failed: sweep.failed });
  return sweep;
});
