//! A task that echoes what is typed, and at the end of each line says how often it was polled.

use crate::task::{input, spawn, table};
use crate::{print, println};

/// It is spawned before any other, so its id is known.
const ECHO: u32 = 1;

/// Spawns the task, which must be the first.
pub fn spawn_echo() {
    let id = spawn("echo", echo());
    assert!(id == ECHO, "the echo must be the first task");
}

async fn echo() {
    loop {
        match input::next_byte().await {
            b'\n' | b'\r' => {
                println!();
                println!("polls {}", table::row(ECHO).map_or(0, |row| row.polls));
            }
            byte => print!("{}", char::from(byte)),
        }
    }
}
