import { type App, Aspects, CfnParameter, CfnResource, CfnRule, Fn, Stack } from 'aws-cdk-lib';
import { CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CONTAINER_ENDPOINT, ENDPOINT_VARIABLE } from './local/container-endpoint.ts';

const REFUSAL =
  'This template was synthesised for sam local invoke (-c local=true) and cannot be deployed. Synthesise it again without that.';

/** By this member of its metadata SAM knows a function, besides its logical id. */
const SAM_ID = 'SamResourceId';

/** SAM warns about every path that is longer than it expects, and needs none. */
const CDK_PATH = 'aws:cdk:path';

/**
 * Makes templates for `sam local invoke` of the stacks of an app. Functions go to the stand-ins of `npm run stand-ins`,
 * answer to their service name (`sam local invoke payments`) and run on the processor of this machine.
 *
 * `--env-vars` overrides only variables that a template declares: without this the endpoint could not be given.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/using-sam-cli-local-invoke.html
 */
export function prepareForLocalUse(app: App): void {
  for (const stack of app.node.children.filter(Stack.isStack)) refuseDeployment(stack);
  Aspects.of(app).add({
    visit: (node) => {
      if (node instanceof LambdaFunction) redirect(node);
      if (CfnResource.isCfnResource(node)) forgetPath(node);
    },
  });
}

/** Rules judge parameters before anything is deployed; this one takes a value that its parameter cannot have. */
function refuseDeployment(stack: Stack): void {
  const use = new CfnParameter(stack, 'LocalUse', {
    description: REFUSAL,
    default: 'local',
    allowedValues: ['local'],
  });
  new CfnRule(stack, 'NotForDeployment', {
    assertions: [{ assert: Fn.conditionEquals(use.valueAsString, 'deployment'), assertDescription: REFUSAL }],
  });
}

function redirect(fn: LambdaFunction): void {
  fn.addEnvironment(ENDPOINT_VARIABLE, CONTAINER_ENDPOINT);
  const resource = fn.node.defaultChild;
  if (!(resource instanceof CfnFunction)) throw new Error(`${fn.node.path} is no Lambda function.`);
  resource.addMetadata(SAM_ID, serviceName(resource));
  // Containers of another processor need an emulator, which Docker on Linux does not bring.
  resource.architectures = [process.arch === 'arm64' ? 'arm64' : 'x86_64'];
}

/** The name under which the function logs and counts, unique in the deployment. */
function serviceName(resource: CfnFunction): string {
  const { variables } = Stack.of(resource).resolve(resource.environment);
  const name: unknown = variables.POWERTOOLS_SERVICE_NAME;
  if (typeof name === 'string') return name;
  throw new Error(`${resource.node.path} has no POWERTOOLS_SERVICE_NAME.`);
}

function forgetPath(resource: CfnResource): void {
  const { [CDK_PATH]: _, ...metadata } = resource.cfnOptions.metadata ?? {};
  resource.cfnOptions.metadata = metadata;
}
