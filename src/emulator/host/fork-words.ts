/** Says what a branch does otherwise than the one that it left, and what each input of a run was. */
import { FLAG_SETS, type FlagSet } from '../../shared/query/flag-sets'
import { typedText } from '../../shared/scan-codes'
import { editWords, type StateEdit } from '../../shared/state-edit'
import type { Instant } from '../../shared/units'
import type { GuestInput, LoggedInput } from '../machine/input-log'
import { isStateEdit } from '../machine/input-log'
import type { Machine } from '../machine/machine-api'
import { decodeUtf8 } from '../memory/byte-reader'
import type { Branch } from '../timeline/timeline'

export const FIRST_BRANCH = 'first run'

/** Of what was typed so much is told. */
const LONGEST_TEXT = 24

/** `RFLAGS.IF = 1` for one bit that has a name, else as `editWords` says it. To be asked before the edit is made. */
export function changeWords(machine: Machine, edit: StateEdit): string {
  if (edit.type !== 'set-register') return editWords(edit)
  const { register, value } = edit
  const flags: FlagSet | undefined = (FLAG_SETS as Readonly<Record<string, FlagSet>>)[register]
  const changed = machine.register(register) ^ value
  const flag = Object.entries(flags ?? {}).find(([, bit]) => bit === changed)
  return flag ? `${register}.${flag[0]} = ${value & changed ? 1 : 0}` : editWords(edit)
}

/** In words that stand alone: `typed "help⏎"`, `RAX = 5`. */
export function inputWords(input: GuestInput): string {
  return isStateEdit(input) ? editWords(input) : typedWords(textOf([input]))
}

/** What a person typed from where the branch begins, as far as nothing said already what it does otherwise. */
export function branchWords({ change, parent, forkedAt }: Branch, inputs: readonly LoggedInput[]) {
  if (parent === undefined) return FIRST_BRANCH
  if (change !== undefined) return change
  return typedWords(textOf(typedFrom(inputs, forkedAt)))
}

function typedFrom(inputs: readonly LoggedInput[], from: Instant): GuestInput[] {
  const own = inputs.filter(({ instant }) => instant >= from).map(({ input }) => input)
  const edit = own.findIndex(isStateEdit)
  return own.slice(0, edit < 0 ? LONGEST_TEXT * 4 : edit)
}

function textOf(inputs: readonly GuestInput[]): string {
  const keys = inputs.flatMap((input) => (input.type === 'keys' ? input.scanCodes : []))
  const serial = inputs.flatMap((input) => (input.type === 'serial' ? input.bytes : []))
  return typedText(keys) + decodeUtf8(Uint8Array.from(serial))
}

function typedWords(text: string): string {
  const shown = [...text].map((character) => NAMES[character] ?? character).join('')
  if (shown === '') return 'keys'
  return `typed "${shown.length > LONGEST_TEXT ? `${shown.slice(0, LONGEST_TEXT)}…` : shown}"`
}

const NAMES: Readonly<Record<string, string>> = { '\n': '⏎', '\r': '⏎', '\t': '⇥', '\b': '⌫' }
