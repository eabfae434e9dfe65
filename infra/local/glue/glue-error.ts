import { ServiceError } from '../service.ts';

export function notFound(message: string): ServiceError {
  return new ServiceError('EntityNotFoundException', message);
}

export function invalidInput(message: string): ServiceError {
  return new ServiceError('InvalidInputException', message);
}

export function alreadyExists(what: string, id: string): ServiceError {
  return new ServiceError('AlreadyExistsException', `${what} already exists. ${id}`);
}
