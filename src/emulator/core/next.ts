/** Where execution goes after an instruction that ends a block: the next one, unless it says otherwise. */

export let next: u64 = 0

export function jumpTo(target: u64): void {
  next = target
}
