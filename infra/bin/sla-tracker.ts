import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readSettings } from '../stacks/settings.ts';
import { SlaTrackerStack } from '../stacks/sla-tracker-stack.ts';

const app = new App();
const settings = readSettings(app.node);
new SlaTrackerStack(app, 'SlaTracker', {
  stackName: settings.name,
  settings,
});
Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
