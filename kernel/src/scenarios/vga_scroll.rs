//! More lines than rows: each line feed at the bottom moves all rows up by one.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::halt;
use crate::print;

pub const SCENARIO: Scenario = Scenario {
    name: "vga-scroll",
    summary: "thirty lines on twenty-five rows",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    for line in 1..=30 {
        // No line feed behind the last one, which would leave the bottom row empty.
        print!("line {line}{}", if line < 30 { "\n" } else { "" });
    }
    halt::idle()
}
