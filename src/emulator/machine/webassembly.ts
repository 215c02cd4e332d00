/**
 * The little of the WebAssembly API that the machine uses.
 * Declared here because the emulator is compiled without the DOM's types and without Node's.
 */

declare const brand: unique symbol

/** The compiled core; a host gets it with `compileCore` and may share it between machines. */
export interface CoreModule {
  readonly [brand]: 'CoreModule'
}

export interface LinearMemory {
  readonly buffer: ArrayBuffer
}

interface WebAssemblyNamespace {
  readonly Module: new (bytes: Uint8Array) => CoreModule
  readonly Memory: new (limits: { initial: number; maximum: number }) => LinearMemory
  readonly Instance: new (
    module: CoreModule,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: unknown }
}

const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyNamespace }

export const PAGE_BYTES = 65_536

export const compileCore = (bytes: Uint8Array): CoreModule => new WebAssembly.Module(bytes)

export const createLinearMemory = (bytes: number): LinearMemory => {
  const pages = Math.ceil(bytes / PAGE_BYTES)
  return new WebAssembly.Memory({ initial: pages, maximum: pages })
}

export const instantiate = <Exports>(
  module: CoreModule,
  imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): Exports => new WebAssembly.Instance(module, imports).exports as Exports
