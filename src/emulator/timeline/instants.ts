/** A growing list of instants in ascending order, each with a small number: ten bytes for each. */

export interface Instants {
  /** `at` is not before the last one. */
  add(at: number, detail: number): void
  count(): number
  /** One past the last instant: what is added must not be before it. */
  end(): number
  at(index: number): number
  detail(index: number): number
  /** The index of the first that is after an instant. */
  indexAfter(instant: number): number
  dropAfter(instant: number): void
  copy(): Instants
}

const FIRST_CAPACITY = 1024

export function createInstants(
  initialTimes = new Float64Array(FIRST_CAPACITY),
  initialDetails = new Uint16Array(FIRST_CAPACITY),
  initialCount = 0,
): Instants {
  let times = initialTimes
  let details = initialDetails
  let count = initialCount

  function grow(): void {
    const wider = new Float64Array(2 * times.length)
    wider.set(times)
    times = wider
    const longer = new Uint16Array(2 * details.length)
    longer.set(details)
    details = longer
  }

  function indexAfter(instant: number): number {
    let low = 0
    let high = count
    while (low < high) {
      const middle = (low + high) >> 1
      if ((times[middle] ?? Infinity) <= instant) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    add(at, detail) {
      if (count === times.length) grow()
      times[count] = at
      details[count] = detail
      count += 1
    },
    count: () => count,
    end: () => (count === 0 ? 0 : (times[count - 1] ?? 0) + 1),
    at: (index) => times[index] ?? 0,
    detail: (index) => details[index] ?? 0,
    indexAfter,
    dropAfter(instant) {
      count = indexAfter(instant)
    },
    copy: () => createInstants(times.slice(), details.slice(), count),
  }
}
