import { randomUUID } from 'node:crypto';
import {
  CreateEventBusCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { answerText } from '../chapter.ts';
import type { Clients } from '../clients.ts';
import { takeMessages } from '../queue-messages.ts';
import type { PatternCase } from './pattern-cases.ts';

export const MATCH = 'match';
export const NO_MATCH = 'no match';

/** What each case comes to, in their order: a match, none, or status and name of an error. */
export type PatternAnswers = (clients: Clients, cases: readonly PatternCase[]) => Promise<readonly string[]>;

/** By TestEventPattern, which the stand-ins have. */
export const testedAnswers: PatternAnswers = async ({ eventBridge }, cases) => {
  const answers: string[] = [];
  for (const { pattern, detail } of cases) {
    const command = new TestEventPatternCommand({
      EventPattern: wholePattern(pattern),
      Event: `{"source":"opinions","detail-type":"case","detail":${detail}}`,
    });
    const answer = await answerText(async () => (await eventBridge.send(command)).Result);
    answers.push(answer === 'true' ? MATCH : answer === 'false' ? NO_MATCH : answer);
  }
  return answers;
};

/** By a rule that sends to a queue what it matches: moto has no TestEventPattern. */
export const deliveredAnswers: PatternAnswers = async (clients, cases) => {
  const { eventBridge, sqs } = clients;
  const name = `patterns-${randomUUID()}`;
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const { EventBusArn = '' } = await eventBridge.send(new CreateEventBusCommand({ Name: name }));
  const queueArn = EventBusArn.replace(':events:', ':sqs:').replace('event-bus/', '');
  const rule = { Name: name, EventBusName: name };
  await eventBridge.send(new PutRuleCommand({ ...rule, EventPattern: '{"source":["none"]}' }));
  const target = { Id: 'queue', Arn: queueArn };
  await eventBridge.send(new PutTargetsCommand({ Rule: name, EventBusName: name, Targets: [target] }));
  const answers: string[] = [];
  for (const [index, { pattern, detail }] of cases.entries()) {
    const Entries = [
      {
        Source: 'opinions',
        DetailType: 'case',
        // The message tells by it which case it is of.
        Resources: [String(index)],
        Detail: detail,
        EventBusName: name,
      },
    ];
    const answer = await answerText(async () => {
      await eventBridge.send(new PutRuleCommand({ ...rule, EventPattern: wholePattern(pattern) }));
      await eventBridge.send(new PutEventsCommand({ Entries }));
      return NO_MATCH;
    });
    answers.push(answer === JSON.stringify(NO_MATCH) ? NO_MATCH : answer);
  }
  for (const body of await takeMessages(sqs, QueueUrl)) {
    const { resources }: { readonly resources: readonly string[] } = JSON.parse(body);
    answers[Number(resources[0])] = MATCH;
  }
  return answers;
};

/** The fields of an event beside its detail are given. */
function wholePattern(pattern: string): string {
  return `{"detail":${pattern}}`;
}
