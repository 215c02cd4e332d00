/** The messages that cross the port between the renderer and the machine's worker. */
export * from './commands'
export * from './views'
export type * from './updates'
export type * from './port'
