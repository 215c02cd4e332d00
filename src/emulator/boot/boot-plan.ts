/** How a machine is left for a kernel: which bytes lie where, and the processor's state at the first instruction. Types alone. */

/** Which fields the `BootInfo` of the `bootloader` 0.9 has: its cargo features decide. */
export interface BootInfoFields {
  /** `recursive_page_table`: the PML4 stays mapped into itself. */
  readonly hasRecursivePageTable: boolean
  /** `map_physical_memory`: all physical memory is mapped at one offset. */
  readonly hasPhysicalMemory: boolean
}

export interface BootConfiguration {
  readonly commandLine: string
  /** Bytes of RAM. */
  readonly memorySize: number
  /** As the kernel's debug information has them; without, those of the series from its paging stage on. */
  readonly bootInfo?: BootInfoFields
}

export interface Placement {
  readonly address: number
  readonly bytes: Uint8Array
  /** Bytes in memory; beyond `bytes` they are zero. */
  readonly size: number
}

export interface SegmentEntryState {
  readonly selector: number
  /** In bytes, granularity applied. */
  readonly limit: number
  /** Descriptor bits 40 to 47 in bits 0 to 7, bits 52 to 55 in bits 12 to 15; 0: unusable. */
  readonly attributes: number
}

export interface TableEntryState {
  readonly base: bigint
  readonly limit: number
}

/** What is not named is zero; every base is. */
export interface EntryState {
  readonly rip: bigint
  readonly general: Readonly<Partial<Record<'RBX' | 'RSP' | 'RDI', bigint>>>
  readonly cr0: bigint
  readonly cr3: bigint
  readonly cr4: bigint
  readonly efer: bigint
  readonly segments: Readonly<
    Record<'ES' | 'CS' | 'SS' | 'DS' | 'FS' | 'GS' | 'LDTR' | 'TR', SegmentEntryState>
  >
  readonly gdtr: TableEntryState
  readonly idtr: TableEntryState
}

export interface BootPlan {
  readonly placements: readonly Placement[]
  readonly state: EntryState
}
