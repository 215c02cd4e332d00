//! A task: a future on the heap that yields nothing but its side effects.

use super::table;
use crate::sync::SpinLock;
use alloc::boxed::Box;
use alloc::collections::VecDeque;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

/// A number that names a task, counted from 1.
pub type TaskId = u32;

/// Tasks that no executor has taken yet.
static SPAWNED: SpinLock<VecDeque<Task>> = SpinLock::new(VecDeque::new());

/// A future and the number it is known by.
pub struct Task {
    id: TaskId,
    future: Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl Task {
    /// Which task this is.
    pub fn id(&self) -> TaskId {
        self.id
    }

    /// Lets the future run to its next await that has to wait.
    pub fn poll(&mut self, context: &mut Context) -> Poll<()> {
        table::note_poll(self.id);
        let poll = self.future.as_mut().poll(context);
        match poll {
            Poll::Pending => table::note_pending(self.id),
            Poll::Ready(()) => table::note_done(self.id),
        }
        poll
    }
}

/// Gives a future to the executor. Nothing of it runs before its first poll.
pub fn spawn(name: &'static str, future: impl Future<Output = ()> + Send + 'static) -> TaskId {
    let id = table::add(name);
    SPAWNED.lock().push_back(Task { id, future: Box::pin(future) });
    id
}

/// The oldest task that no executor has taken yet.
pub fn take_spawned() -> Option<Task> {
    SPAWNED.lock().pop_front()
}
