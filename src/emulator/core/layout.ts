/**
 * Where everything lies in the one linear memory that the core and TypeScript share.
 * Compiled twice, by `asc` into the core and by TypeScript into the machine, so that there is no second copy:
 * hence plain numbers and no types. Offsets are bytes; a `// u64` says what stands there.
 */

// ---- Regions -------------------------------------------------------------------------------------
export const STATE = 0x0001_0000 //         this page's fields; STATE_SIZE bytes
export const STATE_SIZE = 0x0000_1000
export const CONTROL = 0x0001_1000 //       how the run loop and the core talk; not part of the guest's state
export const BLOCK_HASH = 0x0003_0000 //    65 536 × u32: block by physical address
export const SINGLE_BLOCK = 0x0007_0000 //  a block decoded for once, never found again
export const OPCODE_MAP = 0x0007_2000 //    4 maps × 256 × u32, see opcode-map.ts
export const OPCODE_GROUPS = 0x0007_4000 // 32 groups × 8 × u32
export const HANDLERS = 0x0007_5000 //      u32 per operation: index into the function table
export const PAGE_FLAGS = 0x0008_0000 //    u8 per physical page of RAM
export const TLB = 0x000c_0000 //           TLB_ENTRIES × TLB_ENTRY_SIZE
export const PAGE_BLOCKS = 0x0010_0000 //   u32 per physical page of RAM: first block decoded from it
export const EVENT_RING = 0x0020_0000 //    EVENT_CAPACITY × EVENT_SIZE
export const CODE_PROBES = 0x0030_0000 //   CODE_PROBE_PLACES × u64, see probes.ts
export const BLOCK_ARENA = 0x0040_0000 //   decoded blocks, one after the other
export const BLOCK_ARENA_END = 0x0100_0000
export const WRITTEN_WORDS = 0x0140_0000 // u8 per 8 bytes of RAM, at an eighth of their address: see pages.ts
export const RAM = 0x0a00_0000 //           physical address 0
export const RAM_LIMIT = 0x4000_0000 //     most RAM a machine may have: 1 GiB

// ---- STATE: the guest-visible processor ------------------------------------------------------------
export const GPR = STATE + 0x000 //         16 × u64: RAX RCX RDX RBX RSP RBP RSI RDI R8 … R15
export const ZERO = STATE + 0x080 //        u64, always 0: the base or index that an address does not have
export const EA = STATE + 0x088 //          u64: linear address computed by a separate micro-operation
export const RIP = STATE + 0x090 //         u64
export const RFLAGS = STATE + 0x098 //      u64; the six status flags only while FLAG_KIND is FLAGS_EXPLICIT
export const FLAG_KIND = STATE + 0x0a0 //   u8: how to compute the status flags
export const FLAG_SHIFT = STATE + 0x0a1 //  u8: how far operands were shifted up, 64 − width
export const FLAG_A = STATE + 0x0a8 //      u64
export const FLAG_B = STATE + 0x0b0 //      u64
export const CR0 = STATE + 0x0c0 //         u64
export const CR2 = STATE + 0x0c8
export const CR3 = STATE + 0x0d0
export const CR4 = STATE + 0x0d8
export const CR8 = STATE + 0x0e0
export const EFER = STATE + 0x0e8
export const SEGMENTS = STATE + 0x100 //    8 × SEGMENT_SIZE: ES CS SS DS FS GS LDTR TR
export const GDTR_BASE = STATE + 0x200 //   u64
export const GDTR_LIMIT = STATE + 0x208 //  u32
export const IDTR_BASE = STATE + 0x210
export const IDTR_LIMIT = STATE + 0x218
export const MSRS = STATE + 0x240 //        MSR_… below, u64 each
export const DEBUG = STATE + 0x2c0 //       DR0 … DR7, u64 each
export const INSTANT = STATE + 0x300 //     u64: retired instructions
export const CPL = STATE + 0x308 //         u32
export const MODE = STATE + 0x30c //        u32: MODE_…
export const SHADOW = STATE + 0x310 //      u32: SHADOW_… while the instruction at RIP keeps interrupts out
export const ACTIVITY = STATE + 0x314 //    u32: ACTIVITY_…
export const INTR = STATE + 0x318 //        u32: the interrupt controller's request line
export const NMI = STATE + 0x31c //         u32: NMI_…
export const CHAIN = STATE + 0x320 //       the exceptions that are being served one for another; CHAIN_LENGTH links
export const CHAIN_COUNT = STATE + 0x3f8 // u32
export const TRAP = STATE + 0x3fc //        u32: 1 when #DB is due before the next instruction, for RFLAGS.TF

export const SEGMENT_SIZE = 32
export const SEGMENT_BASE = 0 //            u64
export const SEGMENT_LIMIT = 8 //           u32, in bytes, granularity applied
export const SEGMENT_ATTRIBUTES = 12 //     u32: descriptor bits 40–47 in 0–7, 52–55 (AVL L D/B G) in 12–15; 0: unusable
export const SEGMENT_SELECTOR = 16 //       u16
export const ES = 0
export const CS = 1
export const SS = 2
export const DS = 3
export const FS = 4
export const GS = 5
export const LDTR = 6
export const TR = 7

export const MSR_STAR = MSRS + 0x00
export const MSR_LSTAR = MSRS + 0x08
export const MSR_CSTAR = MSRS + 0x10
export const MSR_FMASK = MSRS + 0x18
export const MSR_KERNEL_GS_BASE = MSRS + 0x20
export const MSR_PAT = MSRS + 0x28
export const MSR_TSC_AUX = MSRS + 0x30
export const MSR_TSC_OFFSET = MSRS + 0x38
export const MSR_APIC_BASE = MSRS + 0x40
export const MSR_SYSENTER_CS = MSRS + 0x48
export const MSR_SYSENTER_ESP = MSRS + 0x50
export const MSR_SYSENTER_EIP = MSRS + 0x58
export const MSR_MISC_ENABLE = MSRS + 0x60

/** One link of CHAIN: vector u32, flags u32, error code u64, CR2 u64. */
export const CHAIN_LINK_SIZE = 24
export const CHAIN_LENGTH = 8
export const CHAIN_HAS_ERROR_CODE = 1
export const CHAIN_DURING_DELIVERY = 2

export const NMI_PENDING = 1
export const NMI_BLOCKED = 2 //            until IRET

export const SHADOW_STI = 1
export const SHADOW_MOV_SS = 2 //          keeps single-step traps out as well

export const MODE_16 = 16
export const MODE_32 = 32
export const MODE_64 = 64

export const ACTIVITY_RUNNING = 0
export const ACTIVITY_HALTED = 1
export const ACTIVITY_SHUTDOWN = 2

// ---- Lazy status flags -------------------------------------------------------------------------------
export const FLAGS_SUB = 0 //               of A − B
export const FLAGS_ADD = 1 //               of A + B
export const FLAGS_RESULT = 2 //            ZF SF PF of A; CF AF OF are bits of B
export const FLAGS_EXPLICIT = 3 //          RFLAGS holds them

// ---- CONTROL: run loop and core ----------------------------------------------------------------------
export const BUDGET = CONTROL + 0x00 //     i64: instructions that may still retire in this run
export const STOP = CONTROL + 0x08 //       u32: STOP_…, why run() came back
export const RAM_SIZE = CONTROL + 0x0c //   u32 bytes
export const ARENA_NEXT = CONTROL + 0x14 // u32: first free byte of the block arena
export const STRADDLERS = CONTROL + 0x18 // u32: first block whose last instruction crosses a page
export const SINGLE_STEP_NEXT = CONTROL + 0x1c // u32: the next instruction runs as a block of its own: STEP_…
export const TOPICS = CONTROL + 0x20 //     u32: bit mask of EVENT topics that somebody listens to
export const EVENT_COUNT = CONTROL + 0x24 // u32: records in the ring, 0 … EVENT_CAPACITY
export const BREAK_REQUEST = CONTROL + 0x28 // u32: set by a call-out: run() comes back after this instruction
export const PENDING_VECTOR = CONTROL + 0x2c // i32: exception found by an access that reports, −1 for none
export const PENDING_ERROR = CONTROL + 0x30 // u32
export const PENDING_CR2 = CONTROL + 0x38 // u64
export const MISSING_COUNT = CONTROL + 0x40 // u32: instructions that raised #UD because the core lacks them
export const MISSING = CONTROL + 0x48 //    MISSING_CAPACITY rows: MISSING_BYTES of code, a u8 count that stops at 255
export const MISSING_BYTES = 15
export const MISSING_CAPACITY = 16
export const WALKS = CONTROL + 0x150 //     u64: paging-structure walks since reset (statistics)
export const BLOCKS_DECODED = CONTROL + 0x158 // u64 (statistics)
export const QUERY = CONTROL + 0x180 //     one event record: what translate() found
export const WALK_SCRATCH = CONTROL + 0x280 // one event record: a walk that only asks
export const SCRATCH = CONTROL + 0x380 //   16 bytes: an operand that cannot be changed in place
export const ATTEMPT = CONTROL + 0x400 //   one event record: what the delivery at hand has read and chosen so far
export const WALK_RECORD = CONTROL + 0x500 // one event record: the walk that the processor makes

export const STEP_NEXT = 1
export const STEP_AND_STOP = 2 //           and run() comes back after it

export const STOP_BUDGET = 0 //             the budget is used up
export const STOP_HALTED = 1 //             HLT: nothing to do before the next interrupt
export const STOP_SHUTDOWN = 2 //           a triple fault
export const STOP_RING_FULL = 3 //          the event ring must be drained
export const STOP_REQUESTED = 4 //          BREAK_REQUEST was set

// ---- CONTROL: what is watched, see probes.ts and watches.ts --------------------------------------------
export const CODE_PROBE_COUNT = CONTROL + 0x600 // u32: addresses in CODE_PROBES
export const REQUEST_WAITS = CONTROL + 0x604 // u32: 1 while an interrupt request waits and somebody wants to know why
export const WATCH_COUNT = CONTROL + 0x608 // u32: rows of WATCHES
export const TABLES_WATCHED = CONTROL + 0x60c // u32: 1 while stores into paging-structure entries are told
/** What belongs to an instant of the run, and so is kept with a snapshot: from here to PROBE_STATE_SIZE. */
export const PROBE_STATE = CONTROL + 0x610
export const REACHED_AT = PROBE_STATE + 0x00 // i64: instant of the last instruction at a probe; −1 for none
export const RESUMED_AT = PROBE_STATE + 0x08 // i64: instant of the last instruction that began with RFLAGS.RF = 1
export const ENTERING = PROBE_STATE + 0x10 // i32: vector whose handler is about to begin, for who listens; −1 for none
export const INTERRUPTED_NEXT = PROBE_STATE + 0x14 // u32: which of INTERRUPTED is overwritten next
export const INTERRUPTED = PROBE_STATE + 0x18 // INTERRUPTED_CAPACITY × (RIP u64, RSP u64): told of, but not completed
export const INTERRUPTED_CAPACITY = 16
export const PROBE_STATE_SIZE = 0x118
export const WATCHES = CONTROL + 0x740 //   WATCH_CAPACITY × WATCH_SIZE: ranges of bytes whose accesses are told
export const WATCH_CAPACITY = 32
export const WATCH_SIZE = 24
export const WATCH_FIRST = 0 //             u64 address of the first byte
export const WATCH_LAST = 8 //              u64 of the last one
export const WATCH_FLAGS = 16 //            u32: WATCH_…
export const WATCH_READS = 1
export const WATCH_WRITES = 2
export const WATCH_HITS = 4 //              accesses that the TLB translates without a walk
export const WATCH_STALE_HITS = 8 //        those whose translation is not what the tables say now
export const WATCH_IS_PHYSICAL = 16 //      else the addresses are linear
/** A power of two; half of them may be used. */
export const CODE_PROBE_PLACES = 16_384

// ---- TLB ---------------------------------------------------------------------------------------------
export const TLB_DATA_ENTRIES = 1024 //     for loads and stores, direct-mapped by page number
export const TLB_CODE_ENTRIES = 256 //      for instruction fetches, direct-mapped, behind those for data
export const TLB_ENTRIES = 1280
export const TLB_ENTRY_SIZE = 64
/** Fast tags: the page's linear address when the access needs no look, else all ones. Host speed only. */
export const TLB_READ = 0 //                u64
export const TLB_WRITE = 8 //               u64
export const TLB_EXECUTE = 16 //            u64
export const TLB_HOST = 24 //               u32: linear-memory address minus the low half of the linear address
/** The translation itself: part of the guest's state. */
export const TLB_PAGE = 32 //               u64: linear address of the 4 KiB page; all ones when empty
export const TLB_FRAME = 40 //              u64: physical address of the 4 KiB page
export const TLB_FLAGS = 48 //              u32: TLB_…
export const TLB_WRITABLE = 1 //            R/W of all levels
export const TLB_USER = 2 //                U/S of all levels
export const TLB_NO_EXECUTE = 4 //          XD of any level
export const TLB_GLOBAL = 8 //              G, with CR4.PGE = 1 when it was loaded
export const TLB_DIRTY = 16 //              D is set in the entry that maps the page
export const TLB_SIZE_2M = 32 //            part of a 2 MiB page
export const TLB_SIZE_1G = 64 //            part of a 1 GiB page

// ---- PAGE_FLAGS ----------------------------------------------------------------------------------------
export const PAGE_HAS_CODE = 1 //           blocks were decoded from this page: a write must drop them
export const PAGE_IS_DIRTY = 2 //           written since the flag was last cleared (snapshots)
export const PAGE_IS_WATCHED = 4 //         writes take the slow path and are told, as WATCHES have it
export const PAGE_READS_ARE_WATCHED = 8 //  reads do
export const PAGE_IS_TABLE = 16 //          a paging structure whose changes are told: writes take the slow path

// ---- Events: fixed-size records, see machine/event-records.ts for their meaning ------------------------
export const EVENT_SIZE = 256
export const EVENT_CAPACITY = 4096
export const EVENT_KIND = 0 //              u32: EVENT_…
export const EVENT_FLAGS = 4 //             u32
export const EVENT_INSTANT = 8 //           u64
export const EVENT_RIP = 16 //              u64
export const EVENT_DATA = 24 //             the rest, by kind

export const TOPIC_PAGE_WALK = 1
export const TOPIC_EXCEPTION = 2
export const TOPIC_INTERRUPT = 4
export const TOPIC_CONTROL = 8
export const TOPIC_INSTRUCTION = 16

export const EVENT_WALK = 1
export const EVENT_TLB_FLUSH = 2
export const EVENT_RAISED = 3
export const EVENT_DELIVERED = 4
export const EVENT_RETURNED = 5
export const EVENT_SHUTDOWN = 6
export const EVENT_INTERRUPT_FLAG = 7
export const EVENT_REGISTER = 8
export const EVENT_MSR = 9
export const EVENT_HALTED = 10
export const EVENT_ACCESS = 11
export const EVENT_DELIVERY_FAILED = 12
export const EVENT_RETIRED = 13
export const EVENT_RFLAGS = 14
export const EVENT_STACK_SEGMENT = 15
export const EVENT_ENTERED = 16
export const EVENT_REFUSED = 17

/**
 * EVENT_WALK and EVENT_REFUSED. Flags: bits 0–1 access, 2 user, 3 implicit, 4–7 outcome, 8–9 number of entries − 1,
 * 10 no entries, 11–12 page size.
 */
export const WALK_HAS_NO_ENTRIES = 1 << 10
export const WALK_ADDRESS = 24 //           u64 linear address
export const WALK_CR3 = 32 //               u64
export const WALK_PHYSICAL = 40 //          u64
export const WALK_PERMISSIONS = 48 //       u32: TLB_… of the translation
export const WALK_ERROR = 52 //             u32: the #PF error code
export const WALK_ENTRIES = 56 //           4 × WALK_ENTRY_SIZE
export const WALK_ENTRY_SIZE = 32
export const WALK_ENTRY_ADDRESS = 0 //      u64 physical address of the entry
export const WALK_ENTRY_VALUE = 8 //        u64 as read
export const WALK_ENTRY_WRITTEN = 16 //     u64 as left
export const WALK_ENTRY_NEIGHBOURS = 24 //  u32: P of rows 0, 1, 2, 3, i−1, i+1, 510, 511 in bits 0–7

export const ACCESS_READ = 0
export const ACCESS_WRITE = 1
export const ACCESS_EXECUTE = 2
export const ACCESS_USER = 4 //             CPL = 3, or made for it
export const ACCESS_IMPLICIT = 8 //         the processor's own, to a descriptor table or stack

export const OUTCOME_MAPPED = 0
export const OUTCOME_NOT_PRESENT = 1
export const OUTCOME_NOT_WRITABLE = 2
export const OUTCOME_NOT_USER = 3
export const OUTCOME_NOT_EXECUTABLE = 4
export const OUTCOME_SMEP = 5
export const OUTCOME_SMAP = 6
export const OUTCOME_RESERVED = 7
export const OUTCOME_NON_CANONICAL = 8

/** EVENT_TLB_FLUSH. Flags: 0 page, 1 non-global, 2 all. Data: u64 linear address. */
/**
 * EVENT_RAISED. Flags: bit 0 has an error code, 1 during delivery, 8–15 vector, 16–23 vector being delivered.
 * Data: u64 error code, u64 CR2.
 */
/**
 * EVENT_DELIVERED and EVENT_DELIVERY_FAILED. Flags: bit 0 has an error code, 1–2 source, 8–15 vector, 16–18 IST, 20–21
 * CPL before, 22–23 after. What a failed delivery did not come to is not there, and PROGRESS says so.
 */
export const DELIVERED_ERROR = 24 //        u64
export const DELIVERED_RETURN_RIP = 32
export const DELIVERED_HANDLER_RIP = 40
export const DELIVERED_RSP_BEFORE = 48
export const DELIVERED_RSP_AFTER = 56
export const DELIVERED_GATE = 64 //         2 × u64
export const DELIVERED_IDTR_BASE = 80 //    u64
export const DELIVERED_IDTR_LIMIT = 88 //   u32
/** u32: bits 0–7 the CHECK_… made last, 8 … PROGRESS_…, 16–18 words of the frame, 20–23 bytes of each. */
export const DELIVERED_PROGRESS = 92
export const DELIVERED_CODE_ADDRESS = 96 // u64 linear address of the code segment's descriptor
export const DELIVERED_CODE = 104 //        u64 the descriptor
export const DELIVERED_POINTER_ADDRESS = 112 // u64 linear address of the stack pointer in the TSS
export const DELIVERED_POINTER = 120 //     u64 the stack pointer
export const DELIVERED_TSS_BASE = 128 //    u64
export const DELIVERED_TSS_LIMIT = 136 //   u32
export const DELIVERED_RFLAGS = 144 //      u64 before the delivery
export const DELIVERED_FRAME_TOP = 152 //   u64 linear address above the first word
export const DELIVERED_FRAME = 160 //       6 × u64, in the order of pushing
export const DELIVERED_GATE_ADDRESS = 208 // u64 linear address of the gate, whether it could be read or not
export const DELIVERED_FRAME_WORDS = 6
export const PROGRESS_HAS_GATE = 1 << 8
export const PROGRESS_HAS_CODE = 1 << 9 //  the code segment's descriptor
export const PROGRESS_HAS_POINTER = 1 << 10 // a stack pointer from the TSS
export const PROGRESS_HAS_TOP = 1 << 11 //  the stack is chosen
export const PROGRESS_IS_INNER = 1 << 12 // it is another privilege level's
export const PROGRESS_HAS_STACK = 1 << 13 // SS and RSP are part of the frame
export const PROGRESS_USES_TSS = 1 << 14 // the stack pointer comes from there
/** What a delivery tests, in this order: see DeliveryCheck in shared/events/delivery.ts. */
export const CHECK_IDT_LIMIT = 0
export const CHECK_GATE_READ = 1
export const CHECK_GATE_TYPE = 2
export const CHECK_GATE_DPL = 3
export const CHECK_GATE_PRESENT = 4
export const CHECK_SELECTOR_NOT_NULL = 5
export const CHECK_SELECTOR_LIMIT = 6
export const CHECK_DESCRIPTOR_READ = 7
export const CHECK_CODE_SEGMENT = 8
export const CHECK_CODE_DPL = 9
export const CHECK_CODE_64_BIT = 10
export const CHECK_CODE_PRESENT = 11
export const CHECK_TSS_LIMIT = 12
export const CHECK_TSS_READ = 13
export const CHECK_STACK_SEGMENT = 14
export const CHECK_STACK_CANONICAL = 15
export const CHECK_HANDLER_CANONICAL = 16
export const CHECK_FRAME_PUSH = 17
export const SOURCE_EXCEPTION = 0
export const SOURCE_INTERRUPT = 1
export const SOURCE_INSTRUCTION = 2
export const SOURCE_NMI = 3
/** EVENT_RETURNED. Data: u64 return RIP, u64 RSP before, u64 RSP after. */
/** EVENT_SHUTDOWN. No data: the links stand in CHAIN. */
/** EVENT_INTERRUPT_FLAG. Flags: bit 0 RFLAGS.IF, 1 interrupts are held off until the next instruction has retired. */
/** EVENT_REGISTER. Flags: REGISTER_…. Data: u64 old, u64 new. */
export const REGISTER_CR0 = 0
export const REGISTER_CR2 = 2
export const REGISTER_CR3 = 3
export const REGISTER_CR4 = 4
export const REGISTER_CR8 = 8
export const REGISTER_EFER = 9
export const REGISTER_GDTR = 10
export const REGISTER_IDTR = 11
export const REGISTER_LDTR = 12
export const REGISTER_TR = 13
/** EVENT_MSR. Flags: MSR number. Data: u64 old, u64 new. */
/** EVENT_HALTED. Flags: bit 0 RFLAGS.IF. */
/** EVENT_RETIRED. Flags: INSTRUCTION_…. Data: u64 operand: an address, a selector or a port. */
export const INSTRUCTION_LIDT = 0
export const INSTRUCTION_LGDT = 1
export const INSTRUCTION_LTR = 2
export const INSTRUCTION_STI = 3
export const INSTRUCTION_CLI = 4
export const INSTRUCTION_HLT = 5
export const INSTRUCTION_IRET = 6
export const INSTRUCTION_INVLPG = 7
export const INSTRUCTION_INT3 = 8
export const INSTRUCTION_IN = 9
export const INSTRUCTION_OUT = 10
/** EVENT_RFLAGS. Data: u64 old, u64 new; the status flags are as they happen to be. */
/** EVENT_STACK_SEGMENT. Data: u64 old selector, u64 new. */
/** EVENT_ENTERED. Flags: bits 8–15 vector. Data: u64 RSP, u64 RFLAGS. */
/**
 * EVENT_ACCESS. Flags: bits 0–3 bytes, 1 to 8, 4 … ACCESSED_…, 16–18 segment register of the address, 19–20 page size
 * of an examined TLB entry, as in EVENT_WALK.
 * Data: u64 linear address, u64 physical address, u64 value before (of a write), u64 value read or written.
 */
export const ACCESSED_WRITE = 1 << 4
export const ACCESSED_IMPLICITLY = 1 << 5 // by the processor itself
export const ACCESSED_BY_WALK = 1 << 6 //   A or D: there is no linear address
export const ACCESSED_HIT = 1 << 7 //       without a walk
export const ACCESSED_STALE = 1 << 8 //     with a translation that is not what the tables say now
export const ACCESSED_TABLE = 1 << 9 //     a page with PAGE_IS_TABLE
export const ACCESSED_EXAMINED = 1 << 10 // whether it is stale was looked at
