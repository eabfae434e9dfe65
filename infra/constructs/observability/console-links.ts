import { Aws, CfnCondition, Fn, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

const CONSOLE_DOMAIN = 'console.aws.amazon.com';
const CHINA = { partition: 'aws-cn', domain: 'console.amazonaws.cn', condition: 'IsChina' };
const GOV_CLOUD = {
  partition: 'aws-us-gov',
  domain: 'console.amazonaws-us-gov.com',
  condition: 'IsGovCloud',
};

/** Addresses in the AWS console, in whatever partition and Region the stack ends up. */
export class ConsoleLinks {
  readonly #cloudWatch: string;

  constructor(scope: Construct) {
    const { region } = Stack.of(scope);
    this.#cloudWatch = `https://${region}.${consoleDomain(Stack.of(scope))}/cloudwatch/home?region=${region}`;
  }

  dashboard(name: string): string {
    return `${this.#cloudWatch}#dashboards/dashboard/${name}`;
  }

  /**
   * A query of CloudWatch Logs Insights, ready to run.
   *
   * @param logGroupName may be a token whose value needs no encoding, as names that CloudFormation makes.
   */
  logsInsights(logGroupName: string, query: string): string {
    const detail = `~(editorString~'${consoleText(query)}~source~(~'${consoleText(logGroupName)}))`;
    return `${this.#cloudWatch}#logsV2:logs-insights$3FqueryDetail$3D${detail}`;
  }
}

/** Strings in the console's fragments: `*` and two hexadecimal digits for whatever is not a letter, digit, `_`, `-` or `.` */
function consoleText(text: string): string {
  if (Token.isUnresolved(text)) return text;
  return text.replaceAll(
    /[^\w.-]/g,
    (character) => `*${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

/** With a known Region the domain is text; without, CloudFormation chooses. */
function consoleDomain(stack: Stack): string {
  const others = [CHINA, GOV_CLOUD];
  if (!Token.isUnresolved(stack.partition)) {
    return others.find(({ partition }) => partition === stack.partition)?.domain ?? CONSOLE_DOMAIN;
  }
  return others.reduce(
    (otherwise, { partition, domain, condition }) =>
      Fn.conditionIf(partitionCondition(stack, condition, partition).logicalId, domain, otherwise).toString(),
    CONSOLE_DOMAIN,
  );
}

/** One condition a stack, however many bridges it has. */
function partitionCondition(stack: Stack, id: string, partition: string): CfnCondition {
  const existing = stack.node.tryFindChild(id);
  if (existing instanceof CfnCondition) return existing;
  return new CfnCondition(stack, id, { expression: Fn.conditionEquals(Aws.PARTITION, partition) });
}
