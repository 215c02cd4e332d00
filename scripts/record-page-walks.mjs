/** Writes the page-walk fixtures anew: `node scripts/record-page-walks.mjs`. */
import { mkdir, writeFile } from 'node:fs/promises'
import { runnerImport } from 'vite'

const { module: situations } = await runnerImport('./tests/fixtures/page-walk/situations.ts')
const { module: json } = await runnerImport('./tests/fixtures/bigint-json.ts')
const folder = 'tests/fixtures/page-walk/recorded'
await mkdir(folder, { recursive: true })
for (const situation of situations.SITUATIONS) {
  const text = json.stringifyWithBigints(situations.recordWalk(situation))
  await writeFile(`${folder}/${situation.name}.json`, text)
}
console.log(`${situations.SITUATIONS.length} walks recorded in ${folder}`)
