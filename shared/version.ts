/** The version of the project, as package.json has it. Written into dead letters: they may outlive an upgrade. */
export const VERSION = '0.1.0';
