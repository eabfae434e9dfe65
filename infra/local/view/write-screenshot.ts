import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { screenshot } from './screenshot/screenshot.ts';

const HELP = `Makes an SVG image of what a terminal shows.

  node infra/local/view/write-screenshot.ts --input frame.ansi --output frame.svg

Options
  --input FILE        text with the colours of a terminal (standard input)
  --output FILE       the image (standard output)
  --title TEXT        in the bar of the window (npm start)
  --description TEXT  for people who do not see the image
  --help              this text

The panel of a running pipeline, from a terminal of tmux:

  tmux new-session -d -s demo -x 100 -y 36 'npm start'
  tmux capture-pane -e -p -t demo > frame.ansi
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      input: { type: 'string' },
      output: { type: 'string' },
      title: { type: 'string', default: 'npm start' },
      description: { type: 'string', default: 'A terminal with a live view of the pipeline.' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const input = values.input === undefined ? await text(process.stdin) : readFileSync(values.input, 'utf8');
  const image = screenshot(input, values);
  if (values.output === undefined) process.stdout.write(image);
  else writeFileSync(values.output, image);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
