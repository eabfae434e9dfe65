/** Port of `npm run stand-ins` where nothing else is said. */
export const STAND_INS_PORT = 4566;

/** Sends every AWS client of a function somewhere else. @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
export const ENDPOINT_VARIABLE = 'AWS_ENDPOINT_URL';

/** By this name a container reaches the machine that it runs on. */
export const CONTAINER_HOST = 'host.docker.internal';

/** The stand-ins as a function in a container of `sam local invoke` reaches them. */
export const CONTAINER_ENDPOINT = `http://${CONTAINER_HOST}:${STAND_INS_PORT}`;
