//! A task that never awaits. Tasks are not interrupted in favour of each other, so no other is polled
//! again; handlers run as before, and fill a queue that nobody empties.

use super::echo::spawn_echo;
use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::interrupt_flag;
use crate::devices::pit_8254;
use crate::interrupts::irq;
use crate::task::{Executor, spawn};
use crate::{mark, print};
use core::hint;

pub const SCENARIO: Scenario = Scenario {
    name: "hog-task",
    summary: "one task never yields, the others starve",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    irq::set_driver(irq::TIMER, || print!("."));
    interrupt_flag::without_interrupts(|| pit_8254::init(pit_8254::SLOWEST));
    spawn_echo();
    spawn("hog", hog());
    Executor::Waker.run()
}

async fn hog() {
    mark!("hog");
    loop {
        hint::spin_loop();
    }
}
