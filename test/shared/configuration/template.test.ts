import { describe, expect, it } from 'vitest';
import { constantText, parseTemplate } from '../../../shared/configuration/template.ts';

function text(plain: string) {
  return { kind: 'text', text: plain };
}

function value(...names: readonly string[]) {
  return { kind: 'value', path: names.map((name) => ({ kind: 'member', name })) };
}

const TOPIC = { kind: 'topic' };

describe('parseTemplate', () => {
  it.each([
    { template: '', parts: [] },
    { template: 'My Detail Type', parts: [text('My Detail Type')] },
    { template: '${topic}', parts: [TOPIC] },
    { template: 'a-${topic}-b', parts: [text('a-'), TOPIC, text('-b')] },
    { template: '${topic}${topic}', parts: [TOPIC, TOPIC] },
    { template: '${$.order.type}', parts: [value('order', 'type')] },
    { template: '${ $.type }', parts: [value('type')] },
    { template: 'x${$.a}y${$.b}', parts: [text('x'), value('a'), text('y'), value('b')] },
    { template: "${$['}']}}", parts: [value('}'), text('}')] },
    { template: '${$["a\\"}"]}', parts: [value('a"}')] },
    { template: '$topic {topic} $', parts: [text('$topic {topic} $')] },
  ])('reads $template', ({ template, parts }) => {
    expect(parseTemplate(template, 'topic and value')).toEqual({ template: { text: template, parts } });
  });

  it.each([
    {
      template: '${partition}',
      problem:
        'has the placeholder ${partition}, where only ${topic} and paths such as ${$.order.type} have a meaning',
    },
    {
      template: '${type}',
      problem:
        'has the placeholder ${type}, where only ${topic} and paths such as ${$.order.type} have a meaning',
    },
    {
      template: '${$.a[*]}',
      problem: 'has the placeholder ${$.a[*]}, which is not definite: "[*]" stands for all members or items',
    },
    {
      template: '${topic',
      problem: 'has a "${" without its "}"; a comma ends an item, also within a placeholder',
    },
    {
      template: "${$['a",
      problem: 'has a "${" without its "}"; a comma ends an item, also within a placeholder',
    },
  ])('refuses $template', ({ template, problem }) => {
    expect(parseTemplate(template, 'topic and value')).toEqual({ problem });
  });

  it('takes nothing of the value where the value has no say', () => {
    expect(parseTemplate('${$.type}', 'topic')).toEqual({
      problem: 'has the placeholder ${$.type}, where only ${topic} has a meaning',
    });
  });
});

describe('constantText', () => {
  it.each([
    { template: '', constant: '' },
    { template: 'order', constant: 'order' },
    { template: 'order-${topic}', constant: undefined },
    { template: '${$.type}', constant: undefined },
  ])('of $template is $constant', ({ template, constant }) => {
    const result = parseTemplate(template, 'topic and value');
    if ('problem' in result) throw new Error(result.problem);

    expect(constantText(result.template)).toBe(constant);
  });
});
