import { ServiceError } from '../service.ts';

/**
 * An error of SQS: the shape of the JSON protocol in the body, the older code in the header `x-amzn-query-error`.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait
 */
export function sqsError(
  shape: string,
  message: string,
  queryCode: string = shape,
  status = 400,
): ServiceError {
  return new ServiceError(shape, message, status, queryCode);
}

export function invalidParameter(message: string): ServiceError {
  return sqsError('InvalidParameterValueException', message, 'InvalidParameterValue');
}

export function missingParameter(name: string): ServiceError {
  return sqsError(
    'MissingRequiredParameterException',
    `The request must contain the parameter ${name}.`,
    'MissingParameter',
  );
}
