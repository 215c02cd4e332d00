//! A task with nothing to wait for: one poll runs it to its end.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::println;
use crate::task::{self, spawn, table};
use core::task::{Context, Waker};

pub const SCENARIO: Scenario = Scenario {
    name: "async-number",
    summary: "a task that is done after one poll",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    let id = spawn("number", print_number());
    let mut task = task::take_spawned().expect("spawned just now");
    let poll = task.poll(&mut Context::from_waker(Waker::noop()));
    let polls = table::row(id).map_or(0, |row| row.polls);
    println!("polls {polls}, {}", if poll.is_ready() { "ready" } else { "pending" });
}

async fn number() -> u32 {
    42
}

async fn print_number() {
    println!("task 1: {}", number().await);
}
