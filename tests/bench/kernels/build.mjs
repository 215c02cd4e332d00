/** Builds kernels.elf, which is committed so that measuring needs no compiler. Needs gcc; `node tests/bench/kernels/build.mjs`. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const code = ['-m64', '-mcmodel=kernel', '-march=x86-64', '-mgeneral-regs-only', '-mno-red-zone']
const plain = [
  '-O2',
  '-ffreestanding',
  '-fno-pic',
  '-fno-stack-protector',
  '-fno-tree-loop-distribute-patterns',
  '-fcf-protection=none',
  '-fno-asynchronous-unwind-tables',
]
// fib shall measure calls: the compiler may not turn them into loops or copies of themselves.
const calls = [
  '-fno-optimize-sibling-calls',
  '-fno-inline-functions',
  '-fno-partial-inlining',
  '-fno-ipa-cp',
]
const link = [
  '-nostdlib',
  '-static',
  '-no-pie',
  '-Wl,-T,link.ld',
  '-Wl,--build-id=none',
  '-Wl,-s',
  '-Wl,-z,max-page-size=4096',
  '-Wl,--no-warn-rwx-segments',
]

execFileSync(
  'gcc',
  [
    '-Wall',
    '-Wextra',
    ...code,
    ...plain,
    ...calls,
    ...link,
    '-o',
    'kernels.elf',
    'boot.S',
    'kernels.c',
  ],
  {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    stdio: 'inherit',
  },
)
