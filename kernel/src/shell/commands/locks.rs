//! Locks, held for a while to see who waits.

use super::super::arguments::Arguments;
use super::super::command::{Answer, Command, Refusal};
use crate::devices::pit_8254;
use crate::{console, heap};

pub static COMMANDS: [Command; 1] = [Command {
    name: "lock",
    usage: "lock hold writer|heap MILLISECONDS",
    effect: "hold a lock, awake and with interrupts on",
    run: lock,
}];

fn lock(arguments: &mut Arguments) -> Answer {
    let ("hold", name) = (arguments.required_word()?, arguments.required_word()?) else {
        return Err(Refusal::Usage);
    };
    let milliseconds = arguments.required_number()?;
    let wait = || pit_8254::busy_wait(milliseconds);
    match name {
        "writer" => console::while_locked(wait),
        "heap" => heap::while_locked(wait),
        _ => return Err(Refusal::Usage),
    }
    Ok(())
}
