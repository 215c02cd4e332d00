//! What is left of segmentation: FS and GS still add a base to the address. Here it leads to the second
//! page of a table.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::control;
use crate::println;
use core::arch::asm;
use core::sync::atomic::{AtomicU64, Ordering};

const IA32_FS_BASE: u32 = 0xc000_0100;
/// How far behind the beginning of the table the segment begins.
const BASE: u64 = 0x1000;
const OFFSET: u64 = 8;

/// Two pages.
static TABLE: [AtomicU64; 1024] = [const { AtomicU64::new(0) }; 1024];

pub const SCENARIO: Scenario =
    Scenario { name: "fs-base", summary: "an address relative to FS", setup: Setup::USUAL, run };

fn run(_: &CommandLine) {
    TABLE[((BASE + OFFSET) / 8) as usize].store(42, Ordering::Relaxed);
    let value: u64;
    // SAFETY: this kernel uses FS nowhere else; base and offset lead into the table.
    unsafe {
        control::wrmsr(IA32_FS_BASE, TABLE.as_ptr() as u64 + BASE);
        asm!("mov {}, fs:[{}]", out(reg) value, in(reg) OFFSET, options(nostack, readonly));
        control::wrmsr(IA32_FS_BASE, 0);
    }
    println!("fs:[{OFFSET}] = {value}");
}
