//! A leaf function that keeps a local below RSP, in the red zone of the System V ABI. An exception
//! pushes its frame there. That is why a kernel is compiled without a red zone.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::halt;
use crate::{println, sdt_note};
use core::arch::naked_asm;

pub const SCENARIO: Scenario =
    Scenario { name: "red-zone", summary: "a local below RSP, and INT3", setup: Setup::USUAL, run };

fn run(_: &CommandLine) {
    println!("local before 7 after {}", keep_a_seven_below_rsp());
    halt::idle()
}

/// RSP is 8 below a multiple of 16 at the first instruction. Delivery aligns it down, so its first
/// push, of SS, goes to RSP − 16.
#[unsafe(naked)]
extern "sysv64" fn keep_a_seven_below_rsp() -> u64 {
    naked_asm!(
        "lea rax, [rsp - 16]",
        "mov qword ptr [rax], 7",
        sdt_note!("mark_redzone", "8@%rax"),
        "int3",
        "mov rax, [rsp - 16]",
        "ret",
    )
}
