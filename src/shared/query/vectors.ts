/** Exceptions as queries name them: the manual's mnemonic without its `#`, as in `fault PF`. */
import { EXCEPTIONS } from '../x86/exceptions'

const byWord = new Map(
  EXCEPTIONS.map(({ mnemonic, vector }) => [mnemonic.replace('#', ''), BigInt(vector)]),
)

export const VECTOR_WORDS: readonly string[] = [...byWord.keys()]

export const vectorOfWord = (word: string): bigint | undefined => byWord.get(word.toUpperCase())
