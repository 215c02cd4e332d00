/**
 * Records tests/instructions/vectors/*.txt: draws cases row by row of the opcode map, runs each on this host's own
 * processor, and writes down what it did. Needs Linux on x86-64 and gcc; root, because one region lies low.
 *
 * Usage: node scripts/record-vectors.mjs [ROW …]
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { readdir, mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createChance } from '../tests/instructions/recorder/chance.mjs'
import { REGIONS } from '../tests/instructions/recorder/memory-map.mjs'
import { recorderInput, vectorFile } from '../tests/instructions/recorder/vector-file.mjs'

const instructions = fileURLToPath(new URL('../tests/instructions/', import.meta.url))
const rowsFolder = join(instructions, 'recorder/rows')
const vectorsFolder = join(instructions, 'vectors')

/** The processor as CPUID signs it, which is what the expectations are worth. */
function processor() {
  const text = readFileSync('/proc/cpuinfo', 'utf8')
  const field = (name) => new RegExp(`^${name}\\s*: (.*)$`, 'm').exec(text)?.[1] ?? 'unknown'
  return `${field('vendor_id')} family ${field('cpu family')} model ${field('model')} stepping ${field('stepping')}`
}

const wanted = process.argv.slice(2)
const scratch = mkdtempSync(join(tmpdir(), 'vectors-'))
const recorder = join(scratch, 'native')
try {
  // The program itself must stay clear of the low addresses that cases use.
  execFileSync('gcc', [
    '-O1',
    '-Wall',
    '-Wextra',
    '-static',
    '-Wl,-Ttext-segment=0x70000000',
    '-o',
    recorder,
    join(instructions, 'recorder/native.c'),
  ])
  await mkdir(vectorsFolder, { recursive: true })
  for (const file of (await readdir(rowsFolder)).sort()) {
    const row = await import(join(rowsFolder, file))
    if (!row.cases || (wanted.length > 0 && !wanted.includes(row.name))) continue
    const drafts = [...row.cases(createChance(row.name))]
    const output = execFileSync(recorder, {
      input: recorderInput(REGIONS, drafts),
      maxBuffer: 1 << 28,
    })
    const text = vectorFile({
      title: row.title,
      processor: processor(),
      regions: REGIONS,
      drafts,
      output: output.toString(),
    })
    await writeFile(join(vectorsFolder, `${row.name}.txt`), text)
    console.log(`${row.name}: ${drafts.length} cases`)
  }
} finally {
  rmSync(scratch, { recursive: true })
}
