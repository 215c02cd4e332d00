/** The `ringside` command: a machine for batch runs, tests and scripts, in plain Node. */
import { ImageError } from '../emulator/host/headless'
import { SessionFileError } from '../emulator/host/headless-replay'
import { readArguments } from './arguments'
import { QueryError } from '../shared/query/query-error'
import { diagram } from './diagram'
import { events } from './events'
import { createOutput, OutputError, type Output } from './output'
import { replay } from './replay'
import { EXIT, run } from './run'
import { whoWrote } from './who-wrote'
import { USAGE, UsageError } from './usage-error'
import { why } from './why'

async function perform(args: readonly string[], output: Output): Promise<number> {
  const command = readArguments(args)
  switch (command.command) {
    case 'run':
      return run(command, output)
    case 'events':
      return events(command, output)
    case 'diagram':
      return diagram(command, output)
    case 'replay':
      return replay(command, output)
    case 'who-wrote':
      return whoWrote(command, output)
    case 'why':
      return why(command, output)
    case 'help':
      output.write(USAGE)
      await output.settle()
      return EXIT.done
  }
}

/** A mistake of the person or the world gets a sentence; one of ours shows where it happened. */
function explain(error: unknown, output: Output): number {
  if (error instanceof UsageError) {
    output.writeError(`ringside: ${error.message}\n'ringside help' lists the options.\n`)
    return EXIT.usage
  }
  if (error instanceof QueryError) {
    output.writeError(`ringside: ${error.toString()}\n`)
    return EXIT.usage
  }
  if (error instanceof ImageError || error instanceof RangeError) {
    output.writeError(`ringside: ${error.message}\n`)
    return error instanceof ImageError ? EXIT.image : EXIT.usage
  }
  if (error instanceof SessionFileError) {
    output.writeError(`ringside: ${error.message}\n`)
    return EXIT.image
  }
  if (error instanceof OutputError) {
    output.writeError(`ringside: ${error.message}\n`)
    return EXIT.output
  }
  throw error
}

const output = createOutput(process.stdout, process.stderr)
perform(process.argv.slice(2), output)
  .catch((error: unknown) => explain(error, output))
  .then((status) => {
    process.exitCode = status
  })
