//! Tasks, executors and queues.

use super::super::arguments::Arguments;
use super::super::command::{Answer, Command, Refusal};
use super::session;
use crate::boot::restart::restart;
use crate::devices::ps2_keyboard::SCAN_CODES;
use crate::devices::uart_16550::RECEIVED;
use crate::println;
use crate::task::table::{self, State};
use crate::task::{Executor, spawn, timer};
use core::hint;

pub static COMMANDS: [Command; 4] = [
    Command {
        name: "spawn",
        usage: "spawn number|sleeper|hog",
        effect: "a task that ends at once, or after ten ticks, or never yields",
        run: spawn_named,
    },
    Command {
        name: "tasks",
        usage: "tasks",
        effect: "the tasks, their polls and wakes",
        run: tasks,
    },
    Command {
        name: "queue",
        usage: "queue",
        effect: "what waits between handlers and tasks",
        run: queue,
    },
    Command {
        name: "exec",
        usage: "exec simple|waker",
        effect: "boot again with another executor",
        run: exec,
    },
];

fn spawn_named(arguments: &mut Arguments) -> Answer {
    let id = match arguments.required_word()? {
        "number" => spawn("number", print_number()),
        "sleeper" => spawn("sleeper", print_after_ten_ticks()),
        "hog" => spawn("hog", never_yield()),
        _ => return Err(Refusal::Usage),
    };
    println!("task {id}");
    Ok(())
}

fn tasks(_: &mut Arguments) -> Answer {
    println!("id state   polls wakes name");
    for row in table::rows() {
        let state = match row.state {
            State::Ready => "ready",
            State::Running => "running",
            State::Pending => "pending",
            State::Done => "done",
        };
        println!("{:2} {state:7} {:5} {:5} {}", row.id, row.polls, row.wakes, row.name);
    }
    Ok(())
}

fn queue(_: &mut Arguments) -> Answer {
    let (len, capacity) = (SCAN_CODES.len(), SCAN_CODES.capacity());
    println!("scancodes {len}/{capacity} dropped {}", SCAN_CODES.dropped());
    let (len, capacity) = (RECEIVED.len(), RECEIVED.capacity());
    println!("serial {len}/{capacity} dropped {}", RECEIVED.dropped());
    Ok(())
}

fn exec(arguments: &mut Arguments) -> Answer {
    let name = arguments.required_word()?;
    Executor::named(Some(name)).ok_or(Refusal::Usage)?;
    restart(session::command_line_with("exec", name))
}

async fn number() -> u32 {
    42
}

async fn print_number() {
    println!("number: {}", number().await);
}

async fn print_after_ten_ticks() {
    timer::sleep(10).await;
    println!("sleeper: awake");
}

async fn never_yield() {
    loop {
        hint::spin_loop();
    }
}
