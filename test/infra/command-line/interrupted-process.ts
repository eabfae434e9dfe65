import process from 'node:process';
import { interruption } from '../../../infra/command-line/interruption.ts';

/** Says when it is interrupted, and ends with its input. */
interruption().addEventListener('abort', () => console.log('interrupted'));
process.stdin.on('end', () => process.exit(0)).resume();
console.log('ready');
