/** The `ringside` command as a person runs it: what it prints where, and with which status it ends. */
import { execFile, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadMachine } from '../../src/emulator/host/loaded-machine'
import { saveSession } from '../../src/emulator/host/saved-session'
import { core, kernelImage } from './ringside'

const path = (relative: string) => fileURLToPath(new URL(`../../${relative}`, import.meta.url))
const kernel = path('kernel/prebuilt/ringside-kernel.elf')

interface Outcome {
  readonly status: number | null
  readonly out: string
  readonly err: string
}

const command = path('out/cli/ringside.cjs')

const runScript = (script: string, ...args: string[]) =>
  new Promise<Outcome>((resolve) => {
    const child = execFile(
      process.execPath,
      [script, ...args],
      { maxBuffer: 2 ** 26 },
      (_error, out, err) => resolve({ status: child.exitCode, out, err }),
    )
  })

const ringside = (...args: string[]) => runScript(command, ...args)

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringside-command-'))
  // What `npm run ringside` calls: it builds the command where that is due.
  const { status, out } = await runScript(path('scripts/ringside.mjs'), 'help')
  expect({ status, out }).toEqual({ status: 0, out: expect.stringContaining('usage:') as string })
}, 180_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('ringside run', () => {
  it('reaches the prompt, and ends with 0 when the text was seen, right there', async () => {
    const { status, out, err } = await ringside('run', kernel, '--until-text', 'ring0> ')
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(out).toMatch(/^Ringside kernel .*\n.*\nring0> $/)
  })

  it('types keys, each when the guest waits, and looks for the text only after them', async () => {
    const keys = 'walk 0xb8000\\nint 3\\n'
    const run = await ringside('run', kernel, '--keys', keys, '--until-text', 'ring0> ')
    expect(run.status).toBe(0)
    expect(run.out).toContain('ring0> walk 0xb8000\nL4[0] -> ')
    expect(run.out).toMatch(/ring0> int 3\n! #BP vec 3 .*\nring0> $/)
  })

  it('ends with the guest’s status', async () => {
    const { status } = await ringside('run', kernel, '--keys', 'exit 16\\n')
    expect(status).toBe(33)
  })

  it('ends with 124 at the limit, and says so', async () => {
    const { status, err } = await ringside('run', kernel, '--max-instructions', '1000000')
    expect({ status, err }).toEqual({
      status: 124,
      err: 'The limit of 1,000,000 instructions was reached.\n',
    })
  })

  it('ends with 124 when nothing can wake the processor', async () => {
    const { status, err } = await ringside('run', kernel, '--cmdline', 'scenario=write-code')
    expect(status).toBe(124)
    expect(err).toContain('nothing can wake it')
  })

  it('ends with 70 after a triple fault, with the chain in words', async () => {
    const { status, err } = await ringside('run', kernel, '--cmdline', 'scenario=no-idt')
    expect(status).toBe(70)
    expect(err).toMatch(
      /^Triple fault\. An instruction raised #BP .* the processor is shut down\.$/m,
    )
  })

  it('ends with 65 for what is no kernel, and says what would work', async () => {
    const { status, err } = await ringside('run', path('package.json'))
    expect(status).toBe(65)
    expect(err).toMatch(/not an ELF file.*x86_64-unknown-none/)
    expect((await ringside('run', join(folder, 'nothing'))).err).toContain('there is no such file')
    expect((await ringside('run', folder)).status).toBe(65)
  })

  it('ends with 64 for a command line that it cannot follow', async () => {
    const { status, err } = await ringside('run', kernel, '--speed', '9')
    expect(status).toBe(64)
    expect(err).toContain("'ringside help'")
    expect((await ringside('run', kernel, '--memory', '2G')).status).toBe(64)
  })

  it('prints events as JSON, one a line, 64-bit numbers as hex', async () => {
    const limit = ['--max-instructions', '30000']
    const { err } = await ringside('run', kernel, '--events', 'control,page-walk', ...limit)
    const events = err
      .trim()
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(events.length).toBeGreaterThan(20)
    expect(new Set(events.map(({ topic }) => topic))).toEqual(new Set(['control', 'page-walk']))
    const walk = events.find(({ type }) => type === 'page-walk.completed')
    expect(walk).toMatchObject({ linearAddress: expect.stringMatching(/^0x[0-9a-f]+$/) as string })
  })

  it('prints the screen and the statistics at the end', async () => {
    const until = ['--until-text', 'ring0> ']
    const { out, err } = await ringside('run', kernel, '--screen', '--stats', ...until)
    expect(out.split('\n').filter((line) => line === 'ring0>')).toHaveLength(1)
    expect(err).toMatch(/^page walks +\d+$/m)
    expect(err).toMatch(/^missing instructions +0$/m)
  })

  it('stops when the reader of its output goes away', async () => {
    const child = spawn(process.execPath, [
      ...[command, 'run', kernel],
      ...['--cmdline', 'scenario=timer', '--max-instructions', '900000000000000'],
    ])
    let err = ''
    child.stderr.on('data', (bytes: Buffer) => (err += bytes.toString()))
    child.stdout.once('data', () => child.stdout.destroy())
    const status = await new Promise((resolve) => child.on('close', resolve))
    expect({ status, err }).toEqual({
      status: 74,
      err: 'ringside: Standard output cannot be written: its reader has closed it.\n',
    })
  })

  it('tells of a disk that is full', async () => {
    const script = `exec "$0" "$@" > /dev/full`
    const child = spawn('sh', [
      ...['-c', script, process.execPath, command],
      ...['run', kernel, '--until-text', 'ring0> '],
    ])
    let err = ''
    child.stderr.on('data', (bytes: Buffer) => (err += bytes.toString()))
    const status = await new Promise((resolve) => child.on('close', resolve))
    expect({ status, err }).toEqual({
      status: 74,
      err: 'ringside: Standard output cannot be written: the disk is full.\n',
    })
  })
})

describe('a query', () => {
  const write = 'first fault PF where access = w'
  const scenario = ['--cmdline', 'scenario=page-fault-unmapped']

  it('ends a run right before the event, and prints nothing that comes behind it', async () => {
    const { status, out, err } = await ringside('run', kernel, ...scenario, '--until', write)
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(out).toMatch(/\n== page-fault-unmapped\n$/)
  })

  it('ends with 1 when it does not hold, and says why', async () => {
    const { status, err } = await ringside('run', kernel, ...scenario, '--until', '9th shutdown')
    expect(status).toBe(1)
    expect(err).toMatch(/There is none\.\n$/)
  })

  it('prints events as JSON, and ends the run when no other can come', async () => {
    const { status, out, err } = await ringside('events', kernel, ...scenario, '--query', write)
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(JSON.parse(out)).toMatchObject({
      kind: 'fault',
      fields: { vec: '0xe', err: '0x2', access: 'w', during: 'insn' },
    })
  })

  it('is shown with what is wrong in it', async () => {
    const { status, err } = await ringside('events', kernel, '--query', 'first fautl')
    expect(status).toBe(64)
    expect(err).toContain('Did you mean fault?\n  first fautl\n        ^^^^^\n')
  })

  it('is told at the run what a condition cannot know', async () => {
    const query = 'first fault where cr2 in heap'
    const { status, err } = await ringside('events', kernel, ...scenario, '--query', query)
    expect(status).toBe(64)
    expect(err).toContain("Where 'heap' lies is not known here.")
  })
})

describe('ringside diagram', () => {
  const page = ['diagram', kernel, '--topic', 'page-walk']

  it('draws how an address is translated once the guest waits', async () => {
    const { status, out } = await ringside(...page, '--at', '0xb8000')
    expect(status).toBe(0)
    expect(out).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[\s\S]*<\/svg>\n$/)
    expect(out).toContain('VGA text')
  })

  it('draws the same bytes every time, and numbers several files', async () => {
    const file = join(folder, 'walk.svg')
    const twice = ['--at', '0xdeadbeef', '--at', '20000', '--theme', 'dark', '-o', file]
    expect((await ringside(...page, ...twice)).status).toBe(0)
    const first = await readFile(join(folder, 'walk-1.svg'), 'utf8')
    const second = await readFile(join(folder, 'walk-2.svg'), 'utf8')
    expect(first).not.toBe(second)
    await ringside(...page, ...twice)
    expect(await readFile(join(folder, 'walk-1.svg'), 'utf8')).toBe(first)
    expect(await readFile(join(folder, 'walk-2.svg'), 'utf8')).toBe(second)
  })

  it('says so when there was no walk yet, or the file cannot be written', async () => {
    expect((await ringside(...page, '--at', '5')).err).toContain('no walk before instant 5')
    const file = join(folder, 'file')
    await writeFile(file, '')
    const { status, err } = await ringside(...page, '--at', '0x0', '-o', join(file, 'x.svg'))
    expect(status).toBe(74)
    expect(err).toContain('cannot be written')
  })

  const overflow = [
    ...['diagram', kernel, '--cmdline', 'scenario=double-fault-without-ist'],
    ...['--max-instructions', '3000000'],
  ]

  it.each([
    ['idt-dispatch', 'first fault PF', 'Nothing was pushed. #PF with error code 0x0002 was raised'],
    ['idt-dispatch', 'first fault DF', 'The double fault finds no handler'],
    ['stack-switch', 'first shutdown', 'No stack is left for #DF either'],
    ['executor', 'first fault PF', 'No task has been spawned yet'],
    ['page-walk', 'first walk where result = np', 'PTE 315 has P = 0'],
  ])('draws %s where a query finds its event', async (topic, query, words) => {
    const { status, out, err } = await ringside(...overflow, '--topic', topic, '--at', query)
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(out).toContain(words)
  })

  it('writes what the app exports: with fonts, in each theme, up to a step', async () => {
    const at = ['--topic', 'idt-dispatch', '--at', '100,000']
    const draw = async (...options: string[]) =>
      (await ringside(...overflow, ...at, ...options)).out
    const whole = await draw()
    expect(whole).toContain('@font-face')
    expect(await draw('--text', 'named')).not.toContain('@font-face')
    expect(await draw('--theme', 'print')).not.toBe(await draw('--theme', 'dark'))
    expect((await draw('--step', '2')).length).toBeLessThan(whole.length)
  })

  it('says so when the run has no such event, and how many steps there are', async () => {
    const dispatch = [...overflow, '--topic', 'idt-dispatch']
    expect((await ringside(...dispatch, '--at', 'first fault GP')).err).toContain(
      "the run has no 'first fault GP'",
    )
    const { status, err } = await ringside(...dispatch, '--at', '100,000', '--step', '99')
    expect(status).toBe(64)
    expect(err).toMatch(/this diagram has \d+ steps/)
  })
})

describe('ringside replay', () => {
  /** A session that was typed to, saved a while after. */
  async function savedSession(): Promise<{ file: string; hash: string }> {
    const loaded = loadMachine(core, 'kernel.elf', kernelImage, {
      commandLine: '',
      memorySize: 16 << 20,
    })
    loaded.timeline.run(400_000)
    loaded.timeline.input({ type: 'serial', bytes: [...Buffer.from('int 3\n')] })
    loaded.timeline.run(3_000_000)
    const file = join(folder, 'typed.ringside')
    await writeFile(file, saveSession(loaded))
    return { file, hash: loaded.machine.stateHash() }
  }

  it('prints what the serial port had printed by then', async () => {
    const { file } = await savedSession()
    const whole = await ringside('replay', file)
    expect(whole.status).toBe(0)
    expect(whole.out).toContain('! #BP vec 3')
    const early = await ringside('replay', file, '--at', '100,000')
    expect(early.out).toMatch(/ring0> $/)
    expect(whole.out.startsWith(early.out)).toBe(true)
  })

  it('prints the hash of the state that was saved', async () => {
    const { file, hash } = await savedSession()
    expect(await ringside('replay', file, '--hash')).toEqual({
      status: 0,
      out: `${hash}\n`,
      err: '',
    })
  })

  it('names who wrote a byte, or says that nobody did', async () => {
    const { file } = await savedSession()
    const { status, out } = await ringside('who-wrote', file, '0xb8000')
    expect(status).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ by: 'processor', old: '0x20', new: '0x52' })
    const nobody = await ringside('who-wrote', file, '0xffff800000f00000')
    expect(nobody).toMatchObject({
      status: 1,
      out: '',
      err: expect.stringMatching(/^Nobody/) as string,
    })
    const range = await ringside('who-wrote', file, '0xb7fff', '--length', '3')
    expect(JSON.parse(range.out)).toMatchObject({ offset: 1 })
    const register = await ringside('who-wrote', file, 'rax')
    expect(JSON.parse(register.out)).toMatchObject({ by: 'processor', size: 8 })
    expect((await ringside('who-wrote', file, 'there')).status).toBe(64)
    expect((await ringside('who-wrote', file, '0xb8000', '--length', '0')).status).toBe(64)
    expect((await ringside('who-wrote', file, '0xdeadbeef')).err).toContain('Nothing is mapped')
  })

  it('refuses a session that was cut off, with 65 and a reason', async () => {
    const { file } = await savedSession()
    const cut = join(folder, 'cut.ringside')
    await writeFile(cut, (await readFile(file)).subarray(0, 1000))
    const { status, err } = await ringside('replay', cut)
    expect(status).toBe(65)
    expect(err).toContain('cut off')
  })

  it('says what is wrong with its command line', async () => {
    expect((await ringside('replay')).status).toBe(64)
    expect((await ringside('replay', 'a', '--at', 'soon')).status).toBe(64)
    expect((await ringside('replay', join(folder, 'missing'))).status).toBe(65)
  })
})
