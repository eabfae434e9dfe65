/** The name of a Region of any partition. */
export const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d+$/;
