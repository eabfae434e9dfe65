/**
 * Units of CloudWatch in which metrics of this project come.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html
 */
export type MeasuringUnit = 'Count' | 'Bytes' | 'Milliseconds' | 'Seconds';
