/** An error of Lambda's runtime, inside the execution environment, by its name there. */
export class RuntimeError extends Error {
  constructor(name: `Runtime.${string}`, message: string) {
    super(message);
    this.name = name;
  }
}
