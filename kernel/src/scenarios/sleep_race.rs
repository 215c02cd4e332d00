//! An executor that looks for ready tasks with interrupts on, and then halts. An interrupt between the
//! two makes a task ready that sleeps until the next one.
//!
//! With `fixed=1` it looks with interrupts off, and STI and HLT are one pair.

use super::echo::spawn_echo;
use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::interrupt_flag;
use crate::devices::pic_8259a;
use crate::interrupts::irq;
use crate::task::{Executor, check_carelessly};

pub const SCENARIO: Scenario = Scenario {
    name: "sleep-race",
    summary: "a wake-up between the check and HLT",
    setup: Setup::USUAL,
    run,
};

fn run(command_line: &CommandLine) {
    // Else every tick would end the sleep, and hide the mistake.
    interrupt_flag::without_interrupts(|| pic_8259a::set_masked(irq::TIMER, true));
    if !command_line.is_set("fixed") {
        check_carelessly();
    }
    spawn_echo();
    Executor::Waker.run()
}
