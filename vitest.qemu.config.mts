/**
 * The tests that need QEMU, the reference machine, and for kernels of the series a Rust toolchain;
 * one file at a time, because each starts machines of its own.
 */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*qemu*.test.ts', 'tests/series/oracle/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
  },
})
