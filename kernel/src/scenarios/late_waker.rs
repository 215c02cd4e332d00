//! A future that looks, finds nothing, and only then says whom to wake. A byte that comes in between
//! wakes nobody: it waits in its queue, and the task waits for the next one.
//!
//! With `fixed=1` the future looks once more after it has registered.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::halt;
use crate::print;
use crate::task::{Executor, input, spawn};
use core::future::poll_fn;
use core::task::Poll;

pub const SCENARIO: Scenario = Scenario {
    name: "late-waker",
    summary: "a byte between looking and registering wakes nobody",
    setup: Setup::USUAL,
    run,
};

fn run(command_line: &CommandLine) {
    spawn("echo", echo(command_line.is_set("fixed")));
    Executor::Waker.run()
}

async fn echo(looks_again: bool) {
    loop {
        print!("{}", char::from(next_byte(looks_again).await));
    }
}

async fn next_byte(looks_again: bool) -> u8 {
    poll_fn(|context| {
        if let Some(byte) = input::try_next() {
            return Poll::Ready(byte);
        }
        hold_gap_open();
        input::register(context.waker());
        match looks_again.then(input::try_next).flatten() {
            Some(byte) => Poll::Ready(byte),
            None => Poll::Pending,
        }
    })
    .await
}

/// The gap is a few instructions wide. So that a byte falls into it every time, it stays open until
/// one has come.
fn hold_gap_open() {
    halt::wait_for(|| (!input::is_empty()).then_some(()));
}
