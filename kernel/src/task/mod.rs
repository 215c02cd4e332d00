//! Cooperative multitasking: futures that an executor polls, and wakers that say when.
//!
//! ```text
//! IRQ handler ─► queue of bytes
//!      └─► waker ─► ready queue ─► executor ─► poll ─► the task goes on from its last await
//! ```

mod future;
pub mod input;
mod simple_executor;
pub mod table;
pub mod timer;
mod waker_cell;
mod waker_executor;

pub use future::{spawn, take_spawned};
pub use waker_cell::WakerCell;
pub use waker_executor::check_carelessly;

/// Which executor runs the tasks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Executor {
    /// Polls every task again and again.
    Simple,
    /// Polls tasks that were woken, and sleeps when none was.
    Waker,
}

impl Executor {
    /// The executor with a name.
    pub fn named(name: Option<&str>) -> Option<Executor> {
        match name {
            Some("simple") => Some(Executor::Simple),
            Some("waker") => Some(Executor::Waker),
            _ => None,
        }
    }

    /// Runs all tasks that were spawned, and those they spawn, for ever.
    pub fn run(self) -> ! {
        match self {
            Executor::Simple => simple_executor::run(),
            Executor::Waker => waker_executor::run(),
        }
    }
}
