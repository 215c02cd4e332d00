//! Twelve cells of the text screen, written byte by byte: no driver, no lock, only the address.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::halt;

const SCREEN: *mut u8 = 0xb_8000 as *mut u8;
const LIGHT_CYAN_ON_BLACK: u8 = 0x0b;

pub const SCENARIO: Scenario = Scenario {
    name: "hello-raw",
    summary: "text written straight into the screen's memory",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    for (index, character) in b"hello ring 0".iter().enumerate() {
        // SAFETY: the first twelve of two thousand cells, which are mapped. An even address holds
        // the character, the odd one behind it the colours.
        unsafe {
            SCREEN.add(2 * index).write_volatile(*character);
            SCREEN.add(2 * index + 1).write_volatile(LIGHT_CYAN_ON_BLACK);
        }
    }
    halt::idle()
}
