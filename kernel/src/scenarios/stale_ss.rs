//! A new GDT without a data segment, and SS keeps the selector of the old one. Nobody notices until
//! IRETQ loads SS from a frame: the selector now names a TSS, and #GP follows.
//!
//! With `fixed=1` SS is made null first, which ring 0 may do in 64-bit mode.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::{PseudoDescriptor, interrupt_flag};
use crate::println;
use crate::segmentation::gdt::{self, CODE_DESCRIPTOR};
use crate::segmentation::tss::TSS;
use crate::sync::SpinLock;
use core::arch::asm;

/// Where the old table has its data segment, this one has its TSS.
const TASK: u16 = gdt::DATA;

static GDT: SpinLock<[u64; 4]> = SpinLock::new([0, CODE_DESCRIPTOR, 0, 0]);

pub const SCENARIO: Scenario = Scenario {
    name: "stale-ss",
    summary: "SS names what is no data segment any more: #GP at IRETQ",
    setup: Setup::USUAL,
    run,
};

fn run(command_line: &CommandLine) {
    interrupt_flag::cli();
    load_table_without_data();
    if command_line.is_set("fixed") {
        // SAFETY: a null SS is good enough for ring 0.
        unsafe { gdt::load_stack_segment(0) };
    }
    // SAFETY: the handler of #BP returns, or tries to.
    unsafe { asm!("int3", options(nostack)) };
    println!("still running");
    gdt::load();
    interrupt_flag::sti();
}

fn load_table_without_data() {
    let mut table = GDT.lock();
    let descriptor = gdt::tss_descriptor(&raw const *TSS.lock() as u64);
    table[usize::from(TASK) / 8..].copy_from_slice(&descriptor);
    let operand =
        PseudoDescriptor { limit: size_of_val(&*table) as u16 - 1, base: &raw const *table as u64 };
    // SAFETY: the table is a static, and its code segment is where the old one was. SS is wrong on
    // purpose.
    unsafe {
        gdt::load_table(&operand);
        gdt::load_task_register(TASK);
    }
}
