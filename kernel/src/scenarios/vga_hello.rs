//! Formatted text through the screen driver. The screen shows bytes, so a letter of two bytes
//! becomes two squares.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::halt;
use crate::println;

pub const SCENARIO: Scenario = Scenario {
    name: "vga-hello",
    summary: "text and numbers, and a letter the code page lacks",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    println!("Wörld {}", 42);
    halt::idle()
}
