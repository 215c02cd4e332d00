//! Scan codes in a queue that grows, behind a lock that handler and task share. In `while let` the
//! guard lives until the end of the body, through its await; the next key's handler then waits for a
//! task that cannot run before the handler returns.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::devices::ps2_keyboard;
use crate::interrupts::irq;
use crate::println;
use crate::sync::SpinLock;
use crate::task::{Executor, WakerCell, spawn, timer};
use alloc::collections::VecDeque;
use core::future::poll_fn;
use core::task::Poll;

/// Longer than a key is held down.
const PAUSE_IN_TICKS: u64 = 50;

static SCANCODES: SpinLock<VecDeque<u8>> = SpinLock::new(VecDeque::new());
static READER: WakerCell = WakerCell::new();

pub const SCENARIO: Scenario = Scenario {
    name: "queue-mutex-deadlock",
    summary: "a handler waits for a queue that a task has locked",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    irq::set_driver(irq::KEYBOARD, on_key);
    spawn("scancodes", show_scancodes());
    Executor::Waker.run()
}

fn on_key() {
    if let Some(code) = ps2_keyboard::take_byte() {
        SCANCODES.lock().push_back(code);
        READER.wake();
    }
}

async fn show_scancodes() {
    loop {
        while let Some(code) = SCANCODES.lock().pop_front() {
            println!("{code:#04x}");
            timer::sleep(PAUSE_IN_TICKS).await;
        }
        wait_for_key().await;
    }
}

async fn wait_for_key() {
    poll_fn(|context| {
        READER.register(context.waker());
        if SCANCODES.lock().is_empty() { Poll::Pending } else { Poll::Ready(()) }
    })
    .await
}
