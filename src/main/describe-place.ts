/** Names a folder in the few words that a menu has room for. */

const MOST_CHARACTERS = 44

/** `~` stands for the home folder; of a long path the parts in the middle are left out. */
export function describePlace(folder: string, home: string, separator: string): string {
  const isAtHome = folder === home || folder.startsWith(home + separator)
  const whole = isAtHome ? `~${folder.slice(home.length)}` : folder
  if (whole.length <= MOST_CHARACTERS) return whole
  const parts = whole.split(separator)
  const first = parts.slice(0, 2).join(separator)
  for (let kept = parts.length - 2; kept > 1; kept--) {
    const short = [first, '…', ...parts.slice(-kept)].join(separator)
    if (short.length <= MOST_CHARACTERS) return short
  }
  return `…${whole.slice(1 - MOST_CHARACTERS)}`
}
