/** Calls and returns as a call watch tells them: of a recursion, of a jump at the end, and after the machine went back. */
import { describe, expect, it } from 'vitest'
import { createCallWatch, REGISTER } from '../../src/emulator/probes/call-watch'
import { createCodeWatch } from '../../src/emulator/machine/code-watch'
import { createMachine } from '../../src/emulator/machine/machine'
import { createTimeline } from '../../src/emulator/timeline/timeline'
import { instant, linearAddress } from '../../src/shared/units'
import { core as compiledCore, kernelImage } from '../boot/ringside'
import { readElf64 } from '../../src/emulator/boot/elf64'
import { readSymbols } from '../../src/emulator/debuginfo/symbols'
import { CODE, createGuest, STACK } from './guest'

const FUNCTION = CODE + 0x10
const SECOND = CODE + 0x40

/** Sums n, n − 1 … 1: calls itself until EDI is zero. */
const SUM = `
  85 ff             test edi, edi
  75 03             jne 0x100017
  31 c0             xor eax, eax
  c3                ret
  57                push rdi
  ff cf             dec edi
  e8 f1 ff ff ff    call 0x100010
  5f                pop rdi
  01 f8             add eax, edi
  c3                ret
`

function watched(addresses: readonly number[]) {
  const told: string[] = []
  const guest = createGuest({ reached: () => code.take() })
  const code = createCodeWatch(guest.core, () => undefined)
  const machine = {
    watchCode: code.watch,
    readLinear: (address: bigint, length: number) =>
      guest.ram.slice(Number(address), Number(address) + length),
  }
  const watch = createCallWatch(
    machine,
    addresses.map((each) => linearAddress(BigInt(each))),
    {
      onEnter: ({ address, general }) =>
        told.push(`enter ${(Number(address) - CODE).toString(16)} ${general[REGISTER.RDI]}`),
      onReturn: ({ entered, general }) =>
        told.push(
          `leave ${(Number(entered.address) - CODE).toString(16)} ${general[REGISTER.RAX]}`,
        ),
    },
  )
  return { guest, watch, told }
}

describe('a call watch', () => {
  it('tells of a recursion, each call with its own result', () => {
    const { guest, watch, told } = watched([FUNCTION])
    guest.write('e8 0b 00 00 00    call 0x100010\nf4    hlt')
    guest.write(SUM, FUNCTION)
    guest.start({ registers: { rdi: 3n } })
    guest.run()
    expect(told).toEqual([
      ...[3, 2, 1, 0].map((n) => `enter 10 ${n}`),
      ...[0, 1, 3, 6].map((sum) => `leave 10 ${sum}`),
    ])
    expect(watch.pending()).toEqual([])
  })

  it('of a function that ends in a jump to another tells both returns, the inner one first', () => {
    const { guest, told } = watched([FUNCTION, SECOND])
    guest.write('e8 0b 00 00 00    call 0x100010\nf4    hlt')
    guest.write('eb 2e    jmp 0x100040', FUNCTION)
    guest.write('b8 07 00 00 00    mov eax, 7\nc3    ret', SECOND)
    guest.start()
    guest.run()
    expect(told).toEqual(['enter 10 0', 'enter 40 0', 'leave 40 7', 'leave 10 7'])
  })

  it('does not take the reaching of a return address for a return', () => {
    const { guest, watch, told } = watched([FUNCTION])
    // The function jumps to its own return address, and leaves it on the stack.
    guest.write('e8 0b 00 00 00    call 0x100010\nf4    hlt')
    guest.write('eb f3    jmp 0x100005', FUNCTION)
    guest.start()
    guest.run()
    expect(told).toEqual(['enter 10 0'])
    expect(watch.pending()).toMatchObject([
      { frame: BigInt(STACK - 8), returnAddress: BigInt(CODE + 5) },
    ])
  })

  it('listens no more when it is stopped', () => {
    const { guest, watch, told } = watched([FUNCTION])
    guest.write('e8 0b 00 00 00    call 0x100010\neb f9    jmp 0x100000')
    guest.write('90    nop\nc3    ret', FUNCTION)
    guest.start()
    guest.run(4)
    watch.stop()
    guest.run(60)
    expect(told).toEqual(['enter 10 0', 'leave 10 0'])
  })
})

describe('after the machine has gone to an instant between a call and its return', () => {
  const symbols = readSymbols(readElf64(kernelImage))
  const entry = symbols.byName('ringside_kernel::console::print_in')
  const PROMPT = 60_000

  function run() {
    const machine = createMachine(compiledCore, {
      image: kernelImage,
      commandLine: '',
      memorySize: 16 << 20,
    })
    const returns: { from: number; at: number }[] = []
    const watch = createCallWatch(machine, entry ? [linearAddress(entry.address)] : [], {
      onReturn: ({ instant: at, entered }) => returns.push({ from: entered.instant, at }),
    })
    const timeline = createTimeline(machine, { spacing: 2_000, followers: [watch] })
    return { machine, timeline, returns }
  }

  it('the return is told as in a run without a stop', () => {
    expect(entry).toBeDefined()
    const { timeline, returns } = run()
    timeline.run(PROMPT)
    const straight = [...returns]
    const longest = straight.reduce((a, b) => (b.at - b.from > a.at - a.from ? b : a))
    expect(longest.at - longest.from).toBeGreaterThan(2_000)
    returns.length = 0
    timeline.seek(instant(longest.at - 1))
    expect(returns.filter(({ at }) => at === longest.at)).toEqual([])
    returns.length = 0
    timeline.run(10)
    expect(returns).toContainEqual(longest)
  })

  it('nothing of it shows in the guest', () => {
    const { machine, timeline } = run()
    timeline.run(PROMPT)
    const plain = createMachine(compiledCore, {
      image: kernelImage,
      commandLine: '',
      memorySize: 16 << 20,
    })
    plain.run(PROMPT)
    expect(machine.stateHash()).toBe(plain.stateHash())
  })
})
