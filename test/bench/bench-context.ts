import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { functionVariables } from '../../infra/local/lambda/function-variables.ts';
import { type StandIns, startStandIns } from '../../infra/local/stand-ins.ts';
import { ENVIRONMENT } from '../../shared/environment.ts';
import { privateAuthority } from '../fixtures/private-authority.ts';
import { type ArtefactCopy, copyArtefact } from '../soak/artefact.ts';
import { type Bundles, buildBundles } from './bundles.ts';
import { configurationDocument, EVENT_BUS_ARN } from './configuration-document.ts';
import { BENCH_ENVIRONMENT } from './contestants/bench-environment.ts';
import { EndpointProcess } from './endpoint/endpoint-process.ts';
import type { Sampling } from './interleave.ts';
import { MEMORY_MB } from './node-arguments.ts';
import { ORDER_DEFINITION, ORDER_SCHEMA_VERSION_ID } from './workloads/order.ts';
import { WORKLOADS, type WorkloadName } from './workloads/workloads.ts';

export interface BenchOptions {
  readonly samples: number;
  /** Everything once, to see that it works. */
  readonly isSmoke: boolean;
  /** Where processor profiles of the measured processes go. */
  readonly profileFolder: string | undefined;
  readonly onProgress: (what: string) => void;
}

/** What all groups share: the endpoint, the services beside it, and what is measured. */
export interface Bench extends BenchOptions {
  readonly sampling: Sampling;
  readonly endpoint: EndpointProcess;
  readonly standIns: StandIns;
  readonly bridge: ArtefactCopy;
  readonly bundles: Bundles;
  /** For files of this run. */
  readonly folder: string;
  /** Environment of a process that measures this workload. */
  readonly environment: (
    workload: WorkloadName,
    scheme?: 'http' | 'https',
  ) => Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

/** Of processor time; the compiler has not done with the SDK before. */
const WARM_UP_CPU_MS = 3_000;
const SAMPLE_MS = 300;

export async function startBench(options: BenchOptions): Promise<Bench> {
  const authority = privateAuthority();
  const bridge = copyArtefact();
  const bundles = await buildBundles();
  const standIns = await startStandIns({ keepEventCharacters: 0, keepRequests: 1 });
  const endpoint = await EndpointProcess.start(authority.server);
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const certificateFile = join(folder, 'authority.pem');
  writeFileSync(certificateFile, authority.certificate);
  standIns.glue.registerSchema({
    schemaName: 'orders',
    definition: ORDER_DEFINITION,
    versionId: ORDER_SCHEMA_VERSION_ID,
  });
  for (const workload of Object.keys(WORKLOADS) as WorkloadName[]) {
    standIns.ssm.putParameter({ name: parameterOf(workload), value: configurationDocument(workload) });
  }
  return {
    ...options,
    sampling: options.isSmoke
      ? { samples: 1, warmUpCpuMs: 0, sampleMs: 0 }
      : { samples: options.samples, warmUpCpuMs: WARM_UP_CPU_MS, sampleMs: SAMPLE_MS },
    endpoint,
    standIns,
    bridge,
    bundles,
    folder,
    environment: (workload, scheme = 'http') => ({
      ...functionVariables({ name: 'bench', artefact: bridge.module, memoryLimitMb: MEMORY_MB }),
      ...standIns.environment,
      AWS_ENDPOINT_URL_EVENTBRIDGE: scheme === 'http' ? endpoint.url : endpoint.tlsUrl,
      ...(scheme === 'https' && { NODE_EXTRA_CA_CERTS: certificateFile }),
      [ENVIRONMENT.configurationParameter]: parameterOf(workload),
      [ENVIRONMENT.reportBatchItemFailures]: 'true',
      AWS_ENDPOINT_URL_SQS: endpoint.url,
      [ENVIRONMENT.deadLetterQueueUrl]: `${endpoint.url}/123456789012/dead-letters`,
      [BENCH_ENVIRONMENT.eventBusArn]: EVENT_BUS_ARN,
      [BENCH_ENVIRONMENT.values]: workload === 'avro' ? 'avro' : 'json',
    }),
    close: async () => {
      endpoint.close();
      await standIns.close();
      bridge.remove();
      bundles.remove();
      rmSync(folder, { recursive: true });
    },
  };
}

function parameterOf(workload: WorkloadName): string {
  return `/bench/${workload}`;
}
