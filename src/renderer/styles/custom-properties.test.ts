import { expect, it } from 'vitest'
import { customProperties } from './custom-properties'

it('is what the committed style sheet holds, so that no colour is written twice', async () => {
  await expect(customProperties()).toMatchFileSnapshot('./tokens.css')
})
