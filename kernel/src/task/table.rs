//! What is known of each task, for the `tasks` command. It lies outside of the heap, so
//! that looking at tasks changes nothing there.

use super::future::TaskId;
use crate::sync::SpinLock;

/// What a task is doing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Waits for a poll.
    Ready,
    /// Is being polled.
    Running,
    /// Waits for a wake-up.
    Pending,
    /// Has returned.
    Done,
}

/// One task.
#[derive(Clone, Copy)]
pub struct Row {
    /// Its number.
    pub id: TaskId,
    /// What it was spawned as.
    pub name: &'static str,
    /// What it is doing.
    pub state: State,
    /// How often it was polled.
    pub polls: u64,
    /// How often it was woken.
    pub wakes: u64,
}

const CAPACITY: usize = 16;

struct Table {
    rows: [Option<Row>; CAPACITY],
    last_id: TaskId,
}

static TABLE: SpinLock<Table> = SpinLock::new(Table { rows: [None; CAPACITY], last_id: 0 });

fn update(id: TaskId, change: impl FnOnce(&mut Row)) {
    TABLE.with_interrupts_off(|table| {
        if let Some(row) = table.rows.iter_mut().flatten().find(|row| row.id == id) {
            change(row);
        }
    });
}

/// Enters a new task. A full table forgets the tasks that are done.
pub fn add(name: &'static str) -> TaskId {
    TABLE.with_interrupts_off(|table| {
        table.last_id += 1;
        let id = table.last_id;
        let row = Row { id, name, state: State::Ready, polls: 0, wakes: 0 };
        let is_free = |slot: &&mut Option<Row>| slot.is_none_or(|row| row.state == State::Done);
        *table.rows.iter_mut().find(is_free).expect("too many tasks") = Some(row);
        id
    })
}

/// A poll begins.
pub fn note_poll(id: TaskId) {
    update(id, |row| {
        row.polls += 1;
        row.state = State::Running;
    });
}

/// The poll ended, the task has more to do.
pub fn note_pending(id: TaskId) {
    update(id, |row| {
        // A wake-up during the poll is not forgotten.
        if row.state == State::Running {
            row.state = State::Pending;
        }
    });
}

/// The poll ended, and so did the task.
pub fn note_done(id: TaskId) {
    update(id, |row| row.state = State::Done);
}

/// The task's waker was called.
pub fn note_wake(id: TaskId) {
    update(id, |row| {
        row.wakes += 1;
        row.state = State::Ready;
    });
}

/// A copy of the row of a task.
pub fn row(id: TaskId) -> Option<Row> {
    TABLE.with_interrupts_off(|table| table.rows.into_iter().flatten().find(|row| row.id == id))
}

/// Copies of all rows, by id.
pub fn rows() -> impl Iterator<Item = Row> {
    let mut rows = TABLE.with_interrupts_off(|table| table.rows);
    rows.sort_unstable_by_key(|row| row.map_or(TaskId::MAX, |row| row.id));
    rows.into_iter().flatten()
}
