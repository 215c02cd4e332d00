//! The 8259A keeps the vectors of the BIOS, 8 to 15 and 0x70 to 0x77, and the timer's first tick
//! goes through the gate of #DF. No error code is pushed, so the handler takes the saved RIP for
//! one, and everything behind it for its neighbour.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::{halt, interrupt_flag};
use crate::devices::pic_8259a;

const BIOS_BASES: [u8; 2] = [0x08, 0x70];

pub const SCENARIO: Scenario = Scenario {
    name: "pic-not-remapped",
    summary: "vectors as the BIOS left them: the tick looks like #DF",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    interrupt_flag::cli();
    pic_8259a::init(BIOS_BASES);
    halt::idle()
}
