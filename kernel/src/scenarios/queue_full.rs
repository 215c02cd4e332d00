//! Twenty scan codes and nobody who reads them: eight wait, twelve are dropped.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::halt;
use crate::devices::ps2_keyboard::SCAN_CODES;
use crate::println;

pub const SCENARIO: Scenario = Scenario {
    name: "queue-full",
    summary: "twenty bytes for a queue of eight",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    for code in 1..=20 {
        SCAN_CODES.push(code);
    }
    println!("dropped {}", SCAN_CODES.dropped());
    halt::idle()
}
