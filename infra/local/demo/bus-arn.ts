/** The bus that a configuration document names, if it is one; the bridge itself says what is wrong with the others. */
export function busArnOf(configuration: string): string | undefined {
  const [arn] = /arn:[\w-]+:events:[\w-]+:\d{12}:event-bus\/[/.\-\w]+/.exec(configuration) ?? [];
  return arn;
}
