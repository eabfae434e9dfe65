import { onTestFinished } from 'vitest';
import { type ManagedRuntime, type ManagedRuntimeSettings, startManagedRuntime } from './managed-runtime.ts';
import { taskRoot } from './task-root.ts';

/** Lambda's runtime with a function, for as long as the test. */
export async function startedRuntime(settings: ManagedRuntimeSettings): Promise<ManagedRuntime> {
  const runtime = await startManagedRuntime(settings);
  onTestFinished(() => runtime.close());
  return runtime;
}

/** The same with an ES module as its only file. */
export async function runtimeOf(
  source: string,
  settings: Omit<ManagedRuntimeSettings, 'taskRoot'> = {},
): Promise<ManagedRuntime> {
  return await startedRuntime({ ...settings, taskRoot: taskRoot({ 'index.mjs': source }) });
}
