//! A line that gets no end of interrupt stays in service, and holds back itself and every line
//! of lower priority: with `line=0` all of them, with `line=1` the keyboard but not the timer.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::halt;
use crate::devices::{pic_8259a, ps2_keyboard};
use crate::interrupts::irq;
use crate::print;

pub const SCENARIO: Scenario = Scenario {
    name: "missing-eoi",
    summary: "no EOI for the timer, or with line=1 for the keyboard",
    setup: Setup::USUAL,
    run,
};

fn run(command_line: &CommandLine) {
    let line = if command_line.value("line") == Some("1") { irq::KEYBOARD } else { irq::TIMER };
    pic_8259a::withhold_eoi(1 << line);
    irq::set_driver(irq::TIMER, || print!("."));
    irq::set_driver(irq::KEYBOARD, || {
        ps2_keyboard::on_interrupt();
        print!("k");
    });
    halt::idle()
}
