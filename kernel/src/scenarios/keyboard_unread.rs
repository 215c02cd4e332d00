//! A driver that sends the EOI but leaves the byte in the 8042: the output buffer stays full, its
//! line stays high, and no second edge ever comes.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::halt;
use crate::interrupts::irq;
use crate::print;

pub const SCENARIO: Scenario = Scenario {
    name: "keyboard-unread",
    summary: "port 0x60 is never read: one interrupt for any number of keys",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    irq::set_driver(irq::KEYBOARD, || print!("k"));
    halt::idle()
}
