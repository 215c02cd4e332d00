/** Unit, architecture, instruction, golden and boot tests: everything that needs Node alone. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: [
      'tests/**/*qemu*.test.ts',
      'tests/series/oracle/**',
      'tests/bench/**',
      '**/node_modules/**',
    ],
    // One for each processor: Vitest leaves one free by itself, and no test here judges speed.
    maxWorkers: '100%',
    // What ends a test that hangs, also on a machine that does much else.
    testTimeout: 120_000,
  },
})
