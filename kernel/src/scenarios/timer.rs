//! One dot for each tick of the 8254 at its slowest, printed by the interrupt handler.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::{halt, interrupt_flag};
use crate::devices::pit_8254;
use crate::interrupts::irq;
use crate::print;

pub const SCENARIO: Scenario = Scenario {
    name: "timer",
    summary: "a dot for every tick, 18.2 a second",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    irq::set_driver(irq::TIMER, || print!("."));
    interrupt_flag::without_interrupts(|| pit_8254::init(pit_8254::SLOWEST));
    halt::idle()
}
