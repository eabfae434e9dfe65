/** Of the function; the default of the bridge. */
export const MEMORY_MB = 512;

const NEW_SPACE_MB = Math.floor(MEMORY_MB / 10);

/**
 * Node.js as Lambda starts it in a function of that memory: a tenth of it for young objects, the rest for those that last. How
 * often garbage is collected, and so what is measured, depends on it.
 *
 * @see https://github.com/aws/aws-lambda-base-images for the script `/var/runtime/bootstrap` in the images of Node.js.
 */
export const LAMBDA_ARGUMENTS: readonly string[] = [
  '--expose-gc',
  '--max-http-header-size=81920',
  `--max-semi-space-size=${Math.floor(NEW_SPACE_MB / 2)}`,
  `--max-old-space-size=${MEMORY_MB - NEW_SPACE_MB}`,
];

/** The least space for young objects: what is resident is then hardly more than what is needed. */
export const FRUGAL_ARGUMENTS: readonly string[] = [
  '--expose-gc',
  '--max-semi-space-size=1',
  '--max-old-space-size=80',
];
