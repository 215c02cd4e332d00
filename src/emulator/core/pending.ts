/** The exception that a check found, before anybody decides what to do about it. */
import { PENDING_CR2, PENDING_ERROR, PENDING_VECTOR } from './layout'

export function pend(vector: u32, error: u32, cr2: u64 = 0): void {
  store<i32>(PENDING_VECTOR, i32(vector))
  store<u32>(PENDING_ERROR, error)
  store<u64>(PENDING_CR2, cr2)
}
