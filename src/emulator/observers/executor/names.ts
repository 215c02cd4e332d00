/** What futures, wakers and their functions are called: by the compiler, and by the person who wrote them. */

/** `converse` of `shell::converse::{async_fn_env#0}`, and what kind of future that is. */
export interface FutureName {
  readonly name: string
  readonly isBlock: boolean
}

const ENVIRONMENT = /^(.*?)(?:::\{async_(fn|block)_env#\d+\}(?:<.*>)?)$/s
/** Rust's v0 and legacy names of the body of an `async` function or block, and of any other closure. */
const BODY = /^(.*?)(?:::(?:\{closure#\d+\}|\{\{closure\}\}))+$/s
const POLL = /^<(.*) as core::future::future::Future>::poll$/s

/** Whether a function can be the first method of a table of `dyn Future`. */
export const isPollFunction = (name: string): boolean => POLL.test(name) || BODY.test(name)

/** The last part of a path, without the parameters of a type: `Next` of `stream::next::Next<Codes>`. */
export function lastPart(path: string): string {
  const bare = withoutParameters(path)
  const parts = bare.split('::').filter((part) => part !== '' && !part.startsWith('{'))
  return parts.at(-1) ?? bare
}

/** Parameters may hold whole paths, so they go first; those of a function are written with their own `::`. */
function withoutParameters(path: string): string {
  let depth = 0
  let text = ''
  for (const character of path) {
    if (character === '<') depth += 1
    if (depth === 0) text += character
    if (character === '>') depth = Math.max(0, depth - 1)
  }
  return text === '' ? path : text
}

/** By the type of the future. A future written by hand is called by its type: `PollFn`. */
export function nameOfType(type: string): FutureName {
  const environment = ENVIRONMENT.exec(type)
  if (!environment) return { name: lastPart(type), isBlock: false }
  return { name: lastPart(environment[1] ?? type), isBlock: environment[2] === 'block' }
}

/** By the name of its poll function, where no types are known. */
export function nameOfPoll(method: string): FutureName {
  const [, type] = POLL.exec(method) ?? []
  if (type !== undefined) return { name: lastPart(type), isBlock: false }
  const [, owner] = BODY.exec(method) ?? []
  return { name: lastPart(owner ?? method), isBlock: false }
}

/** `alloc::task::raw_waker::clone_waker::<T>`, the waker that does nothing, or one that is written by hand. */
export const isWakerClone = (name: string): boolean =>
  /raw_waker::clone_waker::</.test(name) ||
  /RawWaker>::NOOP::VTABLE/.test(name) ||
  /(^|[:_])clone(_\w+)?(::\{closure#\d+\})?$/.test(name)

/** The type behind the wakers that `Wake` makes: `TaskWaker`. */
export const wakerTarget = (cloneName: string): string | undefined =>
  /raw_waker::clone_waker::<(.*)>/s.exec(cloneName)?.[1]

export const isNoopWaker = (cloneName: string): boolean => /RawWaker>::NOOP::VTABLE/.test(cloneName)
