import { registryError } from './schema-registry/registry-error.ts';
import { type Service, type ServiceAnswer, ServiceError, type ServiceName } from './service.ts';

type ErrorByService = Readonly<Record<ServiceName, ServiceError>>;

const RATE_EXCEEDED = 'Rate exceeded';

/**
 * Throttling as each service spells it; the SDK retries all of them as throttling.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html (RequestThrottled)
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html (SlowDown)
 * @see https://docs.confluent.io/cloud/current/ccloud/register/ (429)
 */
const THROTTLED: ErrorByService = {
  eventbridge: new ServiceError('ThrottlingException', RATE_EXCEEDED),
  ssm: new ServiceError('ThrottlingException', RATE_EXCEEDED),
  glue: new ServiceError('ThrottlingException', RATE_EXCEEDED),
  sqs: new ServiceError('RequestThrottled', RATE_EXCEEDED, 403, 'RequestThrottled'),
  s3: new ServiceError('SlowDown', 'Please reduce your request rate.', 503),
  'secrets-manager': new ServiceError('ThrottlingException', RATE_EXCEEDED),
  sts: new ServiceError('Throttling', RATE_EXCEEDED),
  'schema-registry': registryError(429, 'Rate Limit Exceeded'),
};

const INTERNAL_MESSAGE = 'Internal Service Failure';

const INTERNAL: ErrorByService = {
  eventbridge: new ServiceError('InternalException', INTERNAL_MESSAGE, 500),
  ssm: new ServiceError('InternalServerError', INTERNAL_MESSAGE, 500),
  glue: new ServiceError('InternalServiceException', INTERNAL_MESSAGE, 500),
  sqs: new ServiceError('InternalFailure', INTERNAL_MESSAGE, 500, 'InternalFailure'),
  s3: new ServiceError('InternalError', 'We encountered an internal error. Please try again.', 500),
  'secrets-manager': new ServiceError('InternalServiceError', INTERNAL_MESSAGE, 500),
  sts: new ServiceError('InternalFailure', INTERNAL_MESSAGE, 500),
  'schema-registry': registryError(50001, 'Error in the backend datastore'),
};

const DENIED_MESSAGE = 'User is not authorized to perform this action.';

const DENIED: ErrorByService = {
  eventbridge: new ServiceError('AccessDeniedException', DENIED_MESSAGE),
  ssm: new ServiceError('AccessDeniedException', DENIED_MESSAGE),
  glue: new ServiceError('AccessDeniedException', DENIED_MESSAGE),
  sqs: new ServiceError('AccessDenied', DENIED_MESSAGE, 403, 'AccessDenied'),
  s3: new ServiceError('AccessDenied', 'Access Denied', 403),
  'secrets-manager': new ServiceError('AccessDeniedException', DENIED_MESSAGE),
  sts: new ServiceError('AccessDenied', DENIED_MESSAGE, 403),
  'schema-registry': registryError(40301, 'User is denied operation Read'),
};

const INVALID_MESSAGE = 'The request is not valid.';

const INVALID: ErrorByService = {
  eventbridge: new ServiceError('ValidationException', INVALID_MESSAGE),
  ssm: new ServiceError('ValidationException', INVALID_MESSAGE),
  glue: new ServiceError('InvalidInputException', INVALID_MESSAGE),
  sqs: new ServiceError('InvalidParameterValueException', INVALID_MESSAGE, 400, 'InvalidParameterValue'),
  s3: new ServiceError('InvalidRequest', INVALID_MESSAGE, 400),
  'secrets-manager': new ServiceError('InvalidRequestException', INVALID_MESSAGE),
  sts: new ServiceError('ValidationError', INVALID_MESSAGE),
  'schema-registry': registryError(400, INVALID_MESSAGE),
};

const UNAVAILABLE = new ServiceError('ServiceUnavailable', 'Service is unavailable.', 503);

/** An answer as a proxy in front of the service writes it, which no SDK can parse. */
export function htmlAnswer(status: 413 | 502): ServiceAnswer {
  const reason = status === 413 ? 'Request Entity Too Large' : 'Bad Gateway';
  return {
    status,
    headers: { 'content-type': 'text/html' },
    body: `<html>\r\n<head><title>${status} ${reason}</title></head>\r\n<body>\r\n<center><h1>${status} ${reason}</h1></center>\r\n</body>\r\n</html>\r\n`,
  };
}

/** Faults that are an answer in place of the service's own. */
export type AnswerFault =
  | 'throttle'
  | 'internal'
  | 'unavailable'
  | 'bad-gateway'
  | 'too-large'
  | 'denied'
  | 'invalid';

/** The answer of a fault that replaces the service's own. */
export function faultAnswer(kind: AnswerFault, service: Service): ServiceAnswer {
  switch (kind) {
    case 'throttle':
      return service.errorAnswer(THROTTLED[service.name]);
    case 'internal':
      return service.errorAnswer(INTERNAL[service.name]);
    case 'unavailable':
      return service.errorAnswer(UNAVAILABLE);
    case 'bad-gateway':
      return htmlAnswer(502);
    case 'too-large':
      return htmlAnswer(413);
    case 'denied':
      return service.errorAnswer(DENIED[service.name]);
    case 'invalid':
      return service.errorAnswer(INVALID[service.name]);
  }
}
