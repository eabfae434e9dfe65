export const HELP = `Looks after the configuration document of a bridge.

  npm run config -- check payments.json               every problem of a document, at once
  npm run config -- show --bridge payments            what holds now, and where each value is from
  npm run config -- put payments.json --bridge payments --dry-run
  npm run config -- put payments.json --bridge payments

What to do
  check    reads a document as the function reads it
  show     every property with its value: from the document, or the default
  put      checks a document, shows what it changes and stores it as a new version; the function
           reads it within a minute
  schema   prints the JSON Schema of documents, for editors
  table    prints the tables of all properties, in Markdown

Which document
  FILE                     a document, a bridge of bridges/, or - for standard input
  --bridge NAME            that of a bridge: SSM parameter /kafka-eventbridge/NAME/configuration
  --config-parameter NAME  that of another SSM parameter

How
  --topic NAME             show: what holds for this topic
  --dry-run                put: store nothing
  --write                  schema, table: write what is generated to the file that has it
  --json                   print the result as JSON, for machines
  --help                   this text

Secrets and external ids are not shown. The exit code is 0 when all is well, 1 when the document has
problems, 2 when it could not begin.
`;
