/** What becomes of two exceptions, the second raised while the first was being delivered. SDM Vol. 3A, "Conditions for Generating a Double Fault". */
import { Exception, exceptionOf } from './exceptions'

/** The classes of the manual's table; #DF and machine checks stand outside of it. */
export type FaultClass = 'benign' | 'contributory' | 'page-fault'

/** `serial`: the second is served, and the first comes again or is lost. */
export type PairRule = 'serial' | 'double-fault' | 'shutdown'

export const FAULT_CLASSES: readonly FaultClass[] = ['benign', 'contributory', 'page-fault']

/** Interrupts of any kind are benign, and so is what an INT n asked for, whatever its vector. */
export function faultClass(vector: number, isException: boolean): FaultClass {
  const found = isException ? exceptionOf(vector)?.class : undefined
  return found === 'contributory' || found === 'page-fault' ? found : 'benign'
}

/** The table itself: rows are the first exception, columns the second. */
export function ruleOfClasses(first: FaultClass, second: FaultClass): PairRule {
  if (first === 'contributory') return second === 'contributory' ? 'double-fault' : 'serial'
  if (first === 'page-fault') return second === 'benign' ? 'serial' : 'double-fault'
  return 'serial'
}

/** `isException`: the first was detected by the processor, not asked for by INT n and not an interrupt. */
export function pairRule(first: number, isException: boolean, second: number): PairRule {
  if (isException && first === Exception.DF) return 'shutdown'
  return ruleOfClasses(faultClass(first, isException), faultClass(second, true))
}
