//! A contributory exception, then a page fault: served one after the other, no #DF.
//!
//! ```text
//!        absent page          │        mapped page
//!                     gate 0  │  gate 1 … gate 14 … gate 255
//!                     ▲ IDTR.base = end of the absent page − 16
//! ```
//!
//! DIV by zero needs gate 0. Reading it faults, and #PF finds gate 14 in place.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::{PseudoDescriptor, interrupt_flag};
use crate::interrupts::idt::{self, Gate, IDT};
use crate::paging::{Flags, LinearAddress, PAGE_SIZE, frame_allocator, mapper};
use core::arch::asm;
use core::ptr;

/// PML4E 2, of which nothing else is mapped.
const ABSENT_PAGE: LinearAddress = LinearAddress::new(0x100_0000_0000);

pub const SCENARIO: Scenario = Scenario {
    name: "de-then-pf",
    summary: "DIV by zero while gate 0 lies in an absent page",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    interrupt_flag::cli();
    let base = ABSENT_PAGE.plus(PAGE_SIZE - size_of::<Gate>() as u64);
    copy_gates_from_1_on(ABSENT_PAGE.plus(PAGE_SIZE));
    let operand = PseudoDescriptor { limit: size_of::<idt::Idt>() as u16 - 1, base: base.as_u64() };
    // SAFETY: gate 14 is good, and no other is needed.
    unsafe {
        idt::load(&operand);
        asm!("div ecx", in("ecx") 0, inout("eax") 1 => _, inout("edx") 0 => _, options(nostack));
    }
}

fn copy_gates_from_1_on(page: LinearAddress) {
    let frame = frame_allocator::allocate().expect("128 MiB have a frame left");
    let idt = IDT.lock();
    // SAFETY: page and frame are fresh, and 255 gates fit into one page.
    unsafe {
        mapper::map(page, frame, Flags::EXECUTE_DISABLE | Flags::WRITABLE)
            .expect("nothing lies there");
        ptr::copy_nonoverlapping(&raw const idt.0[1], page.as_mut_ptr::<Gate>(), 255);
    }
}
