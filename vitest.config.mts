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
    testTimeout: 30_000,
  },
})
