/** Why a #GP, #SS, #NP or #TS: which selector, gate or address the processor refused, for which instruction. */
import { formatHex, formatShortHex } from '../../shared/format'
import type { FaultStory, Situation } from '../../shared/models/situation'
import type { DeliveryStep } from '../../shared/models/stack-switch'
import { Exception, vectorName } from '../../shared/x86/exceptions'
import { decodeSelectorErrorCode, selectorPlace } from '../../shared/x86/selector-error-code'
import { say, type Sentence } from './explanation'
import { walkLink } from './page-fault'
import { callWords, instructionWords, raisedWords } from './naming'
import type { Answer } from './question'

const MANUALS: Readonly<Record<number, string>> = {
  [Exception.TS]: 'SDM Vol. 3A, "Interrupt 10—Invalid TSS Exception (#TS)"',
  [Exception.NP]: 'SDM Vol. 3A, "Interrupt 11—Segment Not Present (#NP)"',
  [Exception.SS]: 'SDM Vol. 3A, "Interrupt 12—Stack Fault Exception (#SS)"',
  [Exception.GP]: 'SDM Vol. 3A, "Interrupt 13—General Protection Exception (#GP)"',
}

/** Refused in an outer ring, whatever their operands. SDM Vol. 3A, "Privileged Instructions". */
const PRIVILEGED =
  /^(hlt|lgdt|lidt|lldt|ltr|lmsw|clts|invd|wbinvd|invlpg|rdmsr|wrmsr|swapgs|sysret|mov .*\b[cd]r\d)/
const NEEDS_IOPL = /^(in|out|ins|outs|cli|sti)\b/
const CONTROL_WRITE = /^(mov [cd]r\d|wrmsr|xsetbv)/
const RETURN = /^iret/

interface Reason {
  readonly words: Sentence
  readonly cure: Sentence
}

export function selectorFault(situation: Situation, fault: FaultStory, step: DeliveryStep): Answer {
  const { story } = fault
  const name = vectorName(step.vector)
  const reason = step.errorCode ? ofSelector(situation, fault, step) : ofAddress(fault, step)
  return {
    question: `Why ${name}?`,
    paragraph: [
      say`${instructionWords(story.instruction, story.instant)} was refused.`,
      reason.words,
      say`So the processor raised ${raisedWords(step.vector, step.errorCode)}${callWords(situation, fault, step)}.`,
    ],
    cure: reason.cure,
    manual: MANUALS[step.vector] ?? MANUALS[Exception.GP] ?? '',
  }
}

/** The error code names what was refused. */
function ofSelector({ refused }: Situation, { story }: FaultStory, step: DeliveryStep): Reason {
  const code = step.errorCode ?? 0
  const { table, index } = decodeSelectorErrorCode(code)
  const place = selectorPlace(code)
  if (table === 'IDT') {
    return {
      words: say`Error code ${formatShortHex(code)} names ${place}, which this instruction may not use at CPL ${story.cplBefore}.`,
      cure: say`A gate ${index} that is present, with a DPL not below ${story.cplBefore}.`,
    }
  }
  const selector = formatHex(code & 0xfff8, 4)
  const found = refused?.selector === (code & 0xfff8) ? ` It is ${refused.words}.` : ''
  const isReturn = RETURN.test(story.instruction.text ?? '')
  return isReturn
    ? {
        words: say`Error code ${formatShortHex(code)} names ${place}: IRETQ loads CS and SS from the frame, and one of them was ${selector}.${found}`,
        cure: say`A frame whose selectors still fit the GDT: SS null or a writable data segment. After LGDT, reload SS.`,
      }
    : {
        words: say`Error code ${formatShortHex(code)} names ${place}, selector ${selector}, which may not be loaded here.${found}`,
        cure: say`A selector whose descriptor has the right type, a DPL that fits, and P = 1.`,
      }
}

/** Without a selector the rules of the instruction itself were broken. */
function ofAddress({ story, walks }: FaultStory, { vector }: DeliveryStep): Reason {
  const text = story.instruction.text ?? ''
  const isOuter = story.cplBefore > 0
  if (isOuter && PRIVILEGED.test(text)) {
    return {
      words: say`Error code 0 names no selector: the instruction is for CPL 0 alone, and CPL was ${story.cplBefore}.`,
      cure: say`A system call that lets ring 0 do it.`,
    }
  }
  if (isOuter && NEEDS_IOPL.test(text)) {
    return {
      words: say`Error code 0 names no selector: the instruction needs a CPL not above RFLAGS.IOPL, and CPL was ${story.cplBefore}.`,
      cure: say`A system call, or the port's bit in the TSS's I/O permission map.`,
    }
  }
  if (CONTROL_WRITE.test(text)) {
    return {
      words: say`Error code 0 names no selector: the new value sets a reserved bit, or a combination of bits that the register refuses.`,
      cure: say`A value that the register's format allows.`,
    }
  }
  if (RETURN.test(text)) {
    return {
      words: say`Error code 0 names no selector: the frame's RIP is not canonical, or its CS is null.`,
      cure: say`A frame as the processor pushed it: RSP back where it was on entry, the error code taken off.`,
    }
  }
  const isStack = vector === Exception.SS
  const refused = walks.find(({ outcome }) => outcome === 'non-canonical')
  const address = refused ? [' ', walkLink(formatHex(refused.linearAddress), refused)] : []
  return {
    words: say`Error code 0 names no selector: the ${isStack ? 'stack ' : ''}address${address} is not canonical, bits 63:47 are not all equal. The processor checks that before any translation: no walk was made, and CR2 kept its value.`,
    cure: say`An address whose bits 63:47 are copies of bit 47.`,
  }
}
