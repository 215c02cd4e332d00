/** The invariants of ARCHITECTURE.md and where each is tested. */

export interface Invariant {
  readonly number: number
  /** How ARCHITECTURE.md words it, from the beginning. */
  readonly begins: string
  readonly tests: readonly string[]
}

export const invariants: readonly Invariant[] = [
  {
    number: 1,
    begins: 'The emulator compiles without DOM',
    tests: ['tests/architecture/fences.test.ts'],
  },
  {
    number: 2,
    begins: 'The core does not know who listens',
    tests: ['tests/core/quiet.test.ts'],
  },
  {
    number: 3,
    begins: 'Equal image, configuration and input log',
    tests: ['tests/determinism/determinism.test.ts'],
  },
  { number: 4, begins: 'Seeking to an instant', tests: ['tests/determinism/timeline.test.ts'] },
  {
    number: 5,
    begins: 'The kernel does nothing for the app',
    tests: ['tests/boot/qemu.test.ts'],
  },
  {
    number: 6,
    begins: 'Models are readonly',
    tests: ['tests/golden/diagrams.test.ts'],
  },
  { number: 7, begins: 'Only `emulator/host`', tests: ['tests/architecture/layers.test.ts'] },
  {
    number: 8,
    begins: "Architectural names are the Intel SDM's",
    tests: ['tests/architecture/names.test.ts'],
  },
  {
    number: 9,
    begins: 'Guest code can do anything to the guest',
    tests: ['tests/core/random-code.test.ts'],
  },
]
