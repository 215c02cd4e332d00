//! The executor that polls only whom a waker named, and sleeps when it named nobody.

use super::future::{Task, TaskId, take_spawned};
use super::table;
use crate::cpu::{halt, interrupt_flag};
use crate::sync::Queue;
use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::task::Wake;
use core::sync::atomic::{AtomicBool, Ordering};
use core::task::{Context, Waker};

/// Whether the executor looks for ready tasks with interrupts on; see `check_carelessly`.
static IS_CARELESS: AtomicBool = AtomicBool::new(false);

/// Tasks that were woken. One entry a task at most, so it never runs over.
static READY: Queue<TaskId, 32> = Queue::new();

/// Puts its task into the ready queue, once until the task is polled.
struct TaskWaker {
    id: TaskId,
    queued: AtomicBool,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        table::note_wake(self.id);
        if !self.queued.swap(true, Ordering::AcqRel) {
            // Tasks wake each other and handlers wake tasks; with interrupts off, one at a time.
            interrupt_flag::without_interrupts(|| READY.push(self.id));
        }
    }
}

/// A task with its waker. The waker is made once: a poll then allocates nothing, and an
/// interrupt handler never drops the last reference.
struct Entry {
    task: Task,
    waker: Waker,
    ticket: Arc<TaskWaker>,
}

/// Runs ready tasks, and sleeps while there are none.
pub fn run() -> ! {
    let mut entries = BTreeMap::new();
    loop {
        adopt_spawned(&mut entries);
        run_ready_tasks(&mut entries);
        sleep_if_idle();
    }
}

fn adopt_spawned(entries: &mut BTreeMap<TaskId, Entry>) {
    while let Some(task) = take_spawned() {
        let ticket = Arc::new(TaskWaker { id: task.id(), queued: AtomicBool::new(true) });
        interrupt_flag::without_interrupts(|| READY.push(task.id()));
        let waker = Waker::from(ticket.clone());
        entries.insert(task.id(), Entry { task, waker, ticket });
    }
}

fn run_ready_tasks(entries: &mut BTreeMap<TaskId, Entry>) {
    while let Some(id) = READY.pop() {
        let Some(entry) = entries.get_mut(&id) else { continue };
        // Cleared before the poll, so that a wake-up during the poll leads to another.
        entry.ticket.queued.store(false, Ordering::Release);
        let mut context = Context::from_waker(&entry.waker);
        if entry.task.poll(&mut context).is_ready() {
            entries.remove(&id);
        }
        adopt_spawned(entries);
    }
}

/// From now on the executor looks for ready tasks with interrupts on, to see what it then misses.
pub fn check_carelessly() {
    IS_CARELESS.store(true, Ordering::Relaxed);
}

/// Puts this CPU to sleep until a task is ready.
///
/// Checked with interrupts off: else a wake-up could come between the check and HLT.
fn sleep_if_idle() {
    if IS_CARELESS.load(Ordering::Relaxed) {
        return sleep_if_idle_carelessly();
    }
    interrupt_flag::cli();
    if READY.is_empty() {
        halt::wait_for_interrupt();
    } else {
        interrupt_flag::sti();
    }
}

/// The same, with a gap: what is woken between the check and HLT stays ready, and asleep.
fn sleep_if_idle_carelessly() {
    if READY.is_empty() {
        halt::hlt();
    }
}
