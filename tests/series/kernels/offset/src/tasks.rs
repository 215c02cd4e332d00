//! An executor that polls the tasks that were woken and sleeps while there is none.

use alloc::{boxed::Box, collections::BTreeMap, sync::Arc, task::Wake};
use core::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, Waker},
};
use crossbeam_queue::ArrayQueue;
use x86_64::instructions::interrupts::{self, enable_and_hlt};

type Task = Pin<Box<dyn Future<Output = ()>>>;

struct Bell {
    task: u64,
    ready: Arc<ArrayQueue<u64>>,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.ready.push(self.task).expect("more tasks were woken than there are");
    }
}

pub struct Executor {
    tasks: BTreeMap<u64, Task>,
    ready: Arc<ArrayQueue<u64>>,
    wakers: BTreeMap<u64, Waker>,
    spawned: u64,
}

impl Executor {
    pub fn new() -> Self {
        Executor {
            tasks: BTreeMap::new(),
            ready: Arc::new(ArrayQueue::new(100)),
            wakers: BTreeMap::new(),
            spawned: 0,
        }
    }

    pub fn spawn(&mut self, task: impl Future<Output = ()> + 'static) {
        self.spawned += 1;
        self.tasks.insert(self.spawned, Box::pin(task));
        self.ready.push(self.spawned).expect("too many tasks");
    }

    /// Until the last task is done.
    pub fn run(&mut self) {
        while !self.tasks.is_empty() {
            while let Some(id) = self.ready.pop() {
                self.poll(id);
            }
            interrupts::disable();
            if self.ready.is_empty() && !self.tasks.is_empty() {
                enable_and_hlt();
            } else {
                interrupts::enable();
            }
        }
    }

    fn poll(&mut self, id: u64) {
        let Some(task) = self.tasks.get_mut(&id) else { return };
        let ready = &self.ready;
        let waker = self
            .wakers
            .entry(id)
            .or_insert_with(|| Arc::new(Bell { task: id, ready: ready.clone() }).into());
        if let Poll::Ready(()) = task.as_mut().poll(&mut Context::from_waker(waker)) {
            self.tasks.remove(&id);
            self.wakers.remove(&id);
        }
    }
}

impl Default for Executor {
    fn default() -> Self {
        Executor::new()
    }
}
