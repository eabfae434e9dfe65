/** Name of the SSM parameter with the configuration document of a bridge, for deployments and for who looks for it. */
export function configurationParameterName(bridgeName: string): string {
  return `/kafka-eventbridge/${bridgeName}/configuration`;
}
