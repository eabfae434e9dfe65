import { ApplicationLogLevel } from 'aws-cdk-lib/aws-lambda';
import type { ArtefactFunctionProps } from '../artefact-function.ts';
import type { FunctionOptions } from './bridge-options.ts';

type FunctionProps = Pick<
  ArtefactFunctionProps,
  'memoryMb' | 'timeoutSeconds' | 'reservedConcurrency' | 'logRetention' | 'logLevel' | 'network'
>;

/** Options of a function, as props of its construct. */
export function functionProps({
  logRetentionDays,
  logLevel,
  registrySecretKeyArns: _forTheRole,
  ...options
}: FunctionOptions = {}): FunctionProps {
  return {
    ...options,
    ...(logRetentionDays === undefined ? {} : { logRetention: logRetentionDays }),
    ...(logLevel === undefined ? {} : { logLevel: ApplicationLogLevel[logLevel] }),
  };
}
