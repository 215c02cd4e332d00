//! INT3 with IDTR.limit = 0: no gate for #BP, none for the #GP that follows from it, none
//! for the #DF that follows from that. The processor shuts down.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::interrupt_flag;
use crate::interrupts::idt;
use core::arch::asm;

pub const SCENARIO: Scenario = Scenario {
    name: "no-idt",
    summary: "INT3 with an empty IDT: shutdown",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    // A timer interrupt would end the same way, but it is not the one to be seen.
    interrupt_flag::cli();
    // SAFETY: nothing is safe from here on; that is what is shown.
    unsafe {
        idt::load(&idt::NO_IDT);
        asm!("int3", options(nostack));
    }
}
