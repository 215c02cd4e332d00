/** What the command line can say, and how it is told that it cannot be followed. */
import { DIAGRAM_TOPICS } from '../shared/protocol'

/** A command line that cannot be followed; the text says what is wrong with it. Exit status 64. */
export class UsageError extends Error {}

export const USAGE = `usage:
  ringside run IMAGE [options]
  ringside events IMAGE --query QUERY [options]
  ringside why IMAGE [--at INSTANT | --until QUERY] [options]
  ringside diagram IMAGE --topic TOPIC --at INSTANT|QUERY|ADDRESS … [options]
  ringside replay SESSION [--at INSTANT] [--hash]
  ringside who-wrote SESSION ADDRESS|REGISTER [--length BYTES]

options of run, events, why and diagram:
  --cmdline TEXT          the kernel's command line
  --memory SIZE           RAM: a number of bytes, or with K, M or G (128M)
  --keys TEXT             typed on the keyboard, each key when the guest waits for it;
                          \\n is Enter, \\t Tab, \\b Backspace, \\\\ a backslash
  --until-text TEXT       stop when the serial port has printed this (after the last key)
  --max-instructions N    stop at this instant (5,000,000,000; why: 100,000,000); time slept in HLT counts too

options of run:
  --until QUERY           end where an event is, right before it: 'first fault PF where access = w';
                          docs/query-language.md has the whole language
  --events TOPIC,…        print events as lines of JSON on standard error:
                          page-walk, exception, interrupt, control
  --screen                print the 80×25 text screen at the end
  --test                  as cargo's runner: 0x10 written to port 0xF4 gives exit status 0;
                          what stands behind IMAGE is cargo's and is not read
  --stats                 print what the machine met and lacked on standard error

options of events:
  --query QUERY           print these events as lines of JSON: 'walk where size = 2m', '2nd reg cr3'

options of why:
  --at INSTANT            explain this instant; without it the end, or where the guest waits for a key
  --until QUERY           explain what this event leads to: 'first fault PF'

options of diagram:
  --topic TOPIC           what to draw: ${DIAGRAM_TOPICS.join(', ')}
  --at WHEN-OR-WHERE      an instant (a number): what was last before it;
                          a query: right behind the first event that it finds, 'first fault DF';
                          an address (0x…, page-walk alone): how it is translated at the end of the run;
                          may be repeated
  --access KIND           read, write or execute, for addresses
  --theme NAME            light, dark or print
  --density NAME          figure, laptop or projector
  --step N                only the first N of the diagram's steps
  --text HOW              embedded: with its fonts in the file, as the app exports it;
                          outlines: text as shapes; named: fonts by name alone
  -o, --output FILE       where to write; several figures are numbered before the extension

options of replay:
  --at INSTANT            go there; without it, to where the session was saved
  --hash                  print the state's hash instead of what the serial port had printed

options of who-wrote:
  --length BYTES          whoever wrote any of so many bytes last (1)

exit status: the guest's own (2v + 1 for a write of v to port 0xF4); 0 when the text was seen, the query
holds, the figures were written, or the guest asked for a reset; 1 when the query does not hold,
nobody wrote or there is nothing to explain; 124 at a limit or when nothing can wake the processor; 70 after a triple fault; 65 for an image or a session that
cannot be loaded; 64 for a command line that cannot be followed; 74 when the output cannot be written.
`
