import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readElf64 } from '../boot/elf64'
import { createDebugInfo } from './debug-info'

const series = (name: string) =>
  readElf64(readFileSync(new URL(`../../../tests/series/recorded/${name}.elf`, import.meta.url)))

const isBody = (name: string) => /\{closure#\d+\}$/.test(name)

describe.each(['tasks-debug', 'tasks-release'])(
  'the constant data of %s, which has no types',
  (name) => {
    const { tables, symbols } = createDebugInfo(series(name))

    it('holds a table of methods for each boxed future', () => {
      const futures = tables.methodTables(isBody)
      expect(futures.map(({ methodName, size }) => [methodName, size]).sort()).toEqual([
        ['tasks::count::{closure#0}', 72],
        ['tasks::echo_a_line::{closure#0}', 48],
      ])
      for (const { method, methodName } of futures) {
        expect(symbols.at(method)).toMatchObject({ offset: 0n, symbol: { name: methodName } })
      }
    })

    it('holds the four functions of its waker in the order of their declaration', () => {
      const [table, ...others] = tables.functionTables(4, (first) => first.includes('clone_waker'))
      expect(others).toEqual([])
      expect(
        table?.functions.map((one) => one.name.replace(/^.*raw_waker::(\w+).*$/, '$1')),
      ).toEqual(['clone_waker', 'wake', 'wake_by_ref', 'drop_waker'])
    })

    it('gives nothing where nothing is wanted', () => {
      expect(tables.methodTables(() => false)).toEqual([])
      expect(tables.functionTables(4, () => false)).toEqual([])
    })
  },
)
