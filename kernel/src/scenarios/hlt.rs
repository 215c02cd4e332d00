//! A loop around HLT. Each interrupt ends it, the handler runs, and then what stands behind it: here
//! a dot. While the processor sleeps it executes nothing.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::{halt, interrupt_flag};
use crate::devices::pit_8254;
use crate::print;

pub const SCENARIO: Scenario = Scenario {
    name: "hlt",
    summary: "a dot for every time that HLT ends",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    interrupt_flag::without_interrupts(|| pit_8254::init(pit_8254::SLOWEST));
    loop {
        halt::wait_for_interrupt();
        print!(".");
    }
}
