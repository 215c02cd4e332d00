//! Sharing between the main program and interrupt handlers on one processor.

mod queue;
mod spin_lock;

pub use queue::Queue;
pub use spin_lock::SpinLock;
