/** What the machine met and lacked in a run, in lines for a person. */
import type { HeadlessMachine } from '../emulator/host/headless'
import { formatCount, formatShortHex } from '../shared/format'

const SATURATED = 255

export function statisticsText(statistics: ReturnType<HeadlessMachine['statistics']>): string {
  const { instant, pageWalks, blocksDecoded, missing, missingNames, missingTotal } = statistics
  const lines = [
    `instants                ${formatCount(instant)}`,
    `page walks              ${formatCount(pageWalks)}`,
    `blocks decoded          ${formatCount(blocksDecoded)}`,
    `accesses to no memory   ${formatCount(statistics.unclaimedMemory)}`,
    `missing instructions    ${formatCount(missingTotal)}`,
    ...missing.map(({ bytes, count }, index) => {
      const times = count >= SATURATED ? `${count} times or more` : `${count} times`
      return `  ${missingNames[index]} (${hexBytes(bytes)}) ${times}`
    }),
    `unclaimed ports         ${statistics.unclaimedPorts.length}`,
    ...statistics.unclaimedPorts.map(
      ({ port, reads, writes }) => `  ${formatShortHex(port)}: ${reads} reads, ${writes} writes`,
    ),
  ]
  return `${lines.join('\n')}\n`
}

const hexBytes = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
