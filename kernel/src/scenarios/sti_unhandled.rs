//! Interrupts are taken before there is a handler for the timer: its first tick becomes #NP, or with
//! `np=0`, where gate 11 is absent too, #DF.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::{halt, interrupt_flag};
use crate::interrupts::{FIRST_IRQ_VECTOR, idt, irq};

const SEGMENT_NOT_PRESENT: u8 = 11;

pub const SCENARIO: Scenario = Scenario {
    name: "sti-unhandled",
    summary: "STI with no gate for the timer, with np=0 none for #NP either",
    setup: Setup::USUAL,
    run,
};

fn run(command_line: &CommandLine) {
    interrupt_flag::cli();
    idt::change_gate(FIRST_IRQ_VECTOR + irq::TIMER, |gate| gate.set_present(false));
    if command_line.value("np") == Some("0") {
        idt::change_gate(SEGMENT_NOT_PRESENT, |gate| gate.set_present(false));
    }
    halt::idle()
}
