import { App } from 'aws-cdk-lib';

/** The CDK app. It has no stacks yet: the bridge is deployed from here once its constructs exist. */
new App().synth();
