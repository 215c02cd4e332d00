/**
 * The tests that need QEMU, the reference machine, and for kernels of the series a Rust toolchain;
 * two files at a time, because each starts machines of its own and waits for them much of the time.
 */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*qemu*.test.ts', 'tests/series/oracle/**/*.test.ts'],
    maxWorkers: 2,
    testTimeout: 60_000,
  },
})
