/** Folders in few words. */
import { expect, it } from 'vitest'
import { describePlace } from './describe-place'

const place = (folder: string) => describePlace(folder, '/people/ada', '/')

it('calls the home folder ~, and no other', () => {
  expect(place('/people/ada')).toBe('~')
  expect(place('/people/ada/kernels')).toBe('~/kernels')
  expect(place('/people/adam/kernels')).toBe('/people/adam/kernels')
})

it('leaves out the middle of a long path', () => {
  expect(place('/people/ada/code/teaching/systems/blog_os/target/x86_64-blog_os/debug')).toBe(
    '~/code/…/blog_os/target/x86_64-blog_os/debug',
  )
})

it('keeps the end of a name that is itself too long', () => {
  const short = place(`/people/ada/${'x'.repeat(100)}-end`)
  expect(short).toHaveLength(44)
  expect(short).toMatch(/^….*-end$/)
})
