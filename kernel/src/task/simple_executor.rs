//! The executor that needs no wakers: it asks every task again and again.

use super::future::{Task, take_spawned};
use alloc::collections::VecDeque;
use core::task::{Context, Waker};

/// Polls all tasks in turn, for ever. The processor never rests.
pub fn run() -> ! {
    let mut turn: VecDeque<Task> = VecDeque::new();
    let mut context = Context::from_waker(Waker::noop());
    loop {
        while let Some(task) = take_spawned() {
            turn.push_back(task);
        }
        if let Some(mut task) = turn.pop_front()
            && task.poll(&mut context).is_pending()
        {
            turn.push_back(task);
        }
    }
}
