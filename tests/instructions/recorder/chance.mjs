/** Seeded choices: the same row always gives the same cases. */

/** Mulberry32 over a hash of the name. */
export function createChance(name) {
  let state = 0x9e3779b9
  for (const character of name)
    state = Math.imul(state ^ character.codePointAt(0), 0x85ebca6b) >>> 0

  function next() {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const below = (limit) => next() % limit
  const pick = (list) => list[below(list.length)]
  const bits = (size) => ((BigInt(next()) << 32n) | BigInt(next())) & ((1n << BigInt(size)) - 1n)

  return { below, pick, bits, operand: (size) => operand(size) }

  /** The values at which carries, signs and overflows turn, three times in four; else a random pattern. */
  function operand(size) {
    const top = 1n << BigInt(size - 1)
    const edges = [
      0n,
      1n,
      2n,
      0x0fn,
      0x10n,
      0x7fn,
      0x80n,
      0xffn,
      top - 1n,
      top,
      top + 1n,
      2n * top - 1n,
      2n * top - 2n,
      0x5555_5555_5555_5555n,
      0xaaaa_aaaa_aaaa_aaaan,
      0x0123_4567_89ab_cdefn,
    ]
    return below(4) === 0 ? bits(size) : pick(edges) & (2n * top - 1n)
  }
}

/** CF, PF, AF, ZF, SF and OF in RFLAGS. */
export const STATUS_FLAGS = [0x001n, 0x004n, 0x010n, 0x040n, 0x080n, 0x800n]

export const randomFlags = (chance) =>
  STATUS_FLAGS.reduce((flags, flag) => (chance.below(2) ? flags | flag : flags), 0n)
