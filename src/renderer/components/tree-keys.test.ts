/** Moving through a tree of which only the rows in view are known. */
import { describe, expect, it } from 'vitest'
import type { VariableRow } from '../../shared/models/variables'
import { treeMove, type TreeView } from './tree-keys'

const row = (key: string, level: number, state: 'open' | 'closed' | 'leaf'): VariableRow => ({
  kind: 'value',
  key,
  level,
  canOpen: state !== 'leaf',
  isOpen: state === 'open',
  position: 1,
  setSize: 1,
  name: key,
  type: 'u8',
  text: '1',
  isParameter: false,
  isChanged: false,
})

const ROWS = [row('a', 1, 'open'), row('b', 2, 'closed'), row('c', 2, 'leaf'), row('d', 1, 'leaf')]

const view = (cursor: number): TreeView => ({
  total: ROWS.length,
  page: 2,
  cursor,
  rowAt: (index) => ROWS[index],
})

describe('the keys of a tree', () => {
  it.each([
    ['ArrowDown', 0, { type: 'go', row: 1 }],
    ['ArrowDown', 3, { type: 'go', row: 3 }],
    ['ArrowUp', 0, { type: 'go', row: 0 }],
    ['PageDown', 0, { type: 'go', row: 2 }],
    ['End', 0, { type: 'go', row: 3 }],
    ['Home', 3, { type: 'go', row: 0 }],
    ['ArrowRight', 0, { type: 'go', row: 1 }],
    ['ArrowRight', 1, { type: 'open', key: 'b' }],
    ['ArrowRight', 2, undefined],
    ['ArrowLeft', 0, { type: 'close', key: 'a' }],
    ['ArrowLeft', 2, { type: 'go', row: 0 }],
    ['ArrowLeft', 3, undefined],
    [' ', 0, { type: 'close', key: 'a' }],
    [' ', 1, { type: 'open', key: 'b' }],
    [' ', 2, undefined],
    ['x', 0, undefined],
  ])('%s on row %i', (key, cursor, move) => {
    expect(treeMove(key, view(cursor))).toEqual(move)
  })

  it('stays within a tree without rows', () => {
    const empty: TreeView = { total: 0, page: 5, cursor: 0, rowAt: () => undefined }
    expect(treeMove('ArrowDown', empty)).toEqual({ type: 'go', row: 0 })
    expect(treeMove('ArrowLeft', empty)).toBeUndefined()
  })
})
