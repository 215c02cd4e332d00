//! The main program and a handler share the writer's lock. A tick that comes while the main program
//! holds it makes the handler wait for a program that cannot go on before the handler returns.
//!
//! With `cli=1` whoever prints takes no interrupts, as this kernel does otherwise.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::console;
use crate::interrupts::irq;
use crate::print;

pub const SCENARIO: Scenario = Scenario {
    name: "vga-deadlock",
    summary: "a handler waits for a lock that the interrupted program holds",
    setup: Setup::USUAL,
    run,
};

fn run(command_line: &CommandLine) {
    console::set_interruptible(!command_line.is_set("cli"));
    irq::set_driver(irq::TIMER, || print!("."));
    loop {
        print!("-");
    }
}
