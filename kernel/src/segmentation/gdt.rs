//! The global descriptor table. SDM Vol. 3A, "Segment Descriptors".
//!
//! ```text
//! selector   descriptor
//!   0x00     null
//!   0x08     code, L = 1, DPL = 0
//!   0x10     data, DPL = 0
//!   0x18     TSS, sixteen bytes: a system descriptor holds a 64-bit base
//! ```

use super::tss::{self, TSS};
use crate::cpu::PseudoDescriptor;
use crate::sync::SpinLock;
use core::arch::asm;

/// Selector of the kernel's code segment.
pub const CODE: u16 = 0x08;
/// Selector of the kernel's data segment.
pub const DATA: u16 = 0x10;
/// Selector of the TSS.
pub const TASK: u16 = 0x18;

/// The code segment's descriptor.
pub const CODE_DESCRIPTOR: u64 = 0x00af_9b00_0000_ffff; // P, S, type 1011: execute, read, accessed
const DATA_DESCRIPTOR: u64 = 0x00cf_9300_0000_ffff; // P, S, type 0011: read, write, accessed
const AVAILABLE_TSS: u64 = 0x89; // P, type 1001: LTR turns it into 1011, busy

/// The table itself. LTR writes to it, so it lies in writable memory.
pub static GDT: SpinLock<[u64; 5]> = SpinLock::new([0, CODE_DESCRIPTOR, DATA_DESCRIPTOR, 0, 0]);

/// Splits base and limit of the TSS over the two halves of its descriptor.
pub fn tss_descriptor(base: u64) -> [u64; 2] {
    let limit = tss::SIZE as u64 - 1;
    let low = limit | (base & 0x00ff_ffff) << 16 | AVAILABLE_TSS << 40 | (base >> 24 & 0xff) << 56;
    [low, base >> 32]
}

/// Enters the TSS, loads GDTR and reloads everything that refers to it.
pub fn load() {
    let mut gdt = GDT.lock();
    let descriptor = tss_descriptor(&raw const *TSS.lock() as u64);
    gdt[3..].copy_from_slice(&descriptor);
    let operand =
        PseudoDescriptor { limit: size_of_val(&*gdt) as u16 - 1, base: &raw const *gdt as u64 };
    // SAFETY: the table is a static, so GDTR stays good; the selectors name what the table holds.
    unsafe {
        load_table(&operand);
        load_stack_segment(DATA);
        load_task_register(TASK);
    }
}

/// Loads GDTR, and CS by a far return, since no MOV can load it.
///
/// # Safety
/// The table must stay where it is, with a code segment at `CODE`.
pub unsafe fn load_table(operand: &PseudoDescriptor) {
    // SAFETY: LGDT only reads its operand; the caller answers for the table.
    unsafe {
        asm!(
            "lgdt [{operand}]",
            "push {code}",
            "lea {scratch}, [rip + 2f]",
            "push {scratch}",
            "retfq",
            "2:",
            operand = in(reg) operand,
            code = const CODE,
            scratch = lateout(reg) _,
        );
    }
}

/// Loads SS. In 64-bit mode nothing is left of it but the selector, which may be null in ring 0.
///
/// # Safety
/// The selector must be null or name a data segment of the table.
pub unsafe fn load_stack_segment(selector: u16) {
    // SAFETY: the base of SS is 0 whatever it holds; the caller vouches for the selector.
    unsafe { asm!("mov ss, {:e}", in(reg) u32::from(selector), options(nostack, preserves_flags)) }
}

/// Loads TR, which marks the TSS busy: LTR writes to the table.
///
/// # Safety
/// The selector must name an available TSS that stays where it is.
pub unsafe fn load_task_register(selector: u16) {
    // SAFETY: the caller vouches for the TSS.
    unsafe { asm!("ltr {:x}", in(reg) selector, options(nostack, preserves_flags)) }
}
