//! The heap, and blocks of it that the reader holds.

use super::super::arguments::Arguments;
use super::super::command::{Answer, Command, Refusal};
use super::session;
use crate::boot::restart::restart;
use crate::heap::trace::{Outcome, TRACES};
use crate::heap::{self, Kind};
use crate::println;
use crate::sync::SpinLock;
use alloc::alloc::{alloc, dealloc};
use core::alloc::Layout;

/// A block that was allocated by hand.
#[derive(Clone, Copy)]
struct Held {
    address: u64,
    layout: Layout,
}

const MAX_HELD: usize = 64;

/// Indexed by id − 1. In a table of fixed size, so that holding blocks allocates none.
static HELD: SpinLock<[Option<Held>; MAX_HELD]> = SpinLock::new([None; MAX_HELD]);

pub static COMMANDS: [Command; 5] = [
    Command {
        name: "heap",
        usage: "heap [use KIND]",
        effect: "its counts; use boots again with another allocator",
        run: show_or_change,
    },
    Command {
        name: "alloc",
        usage: "alloc N [ALIGN]",
        effect: "allocate N bytes and hold them",
        run: allocate,
    },
    Command { name: "free", usage: "free ID", effect: "free a block that alloc gave", run: free },
    Command {
        name: "trace",
        usage: "trace mixed|pairs|growth",
        effect: "make a list of requests, and give all back",
        run: play_trace,
    },
    Command { name: "lists", usage: "lists", effect: "the allocator's free regions", run: lists },
];

fn show_or_change(arguments: &mut Arguments) -> Answer {
    if arguments.word() == Some("use") {
        let kind = Kind::named(arguments.word()).ok_or(Refusal::Usage)?;
        restart(session::command_line_with("alloc", kind.name()));
    }
    let (kind, statistics) = heap::statistics();
    println!("{statistics} ({})", kind.name());
    Ok(())
}

fn allocate(arguments: &mut Arguments) -> Answer {
    let size = arguments.required_number()? as usize;
    let align = arguments.number()?.unwrap_or(8) as usize;
    let layout = Layout::from_size_align(size, align).map_err(|_| Refusal::Usage)?;
    if size == 0 {
        return Err(Refusal::Usage);
    }
    let mut held = HELD.lock();
    let free = held.iter_mut().enumerate().find(|(_, slot)| slot.is_none());
    let (index, slot) = free.ok_or(Refusal::Because("no id left"))?;
    // SAFETY: the size is not zero.
    let block = unsafe { alloc(layout) };
    if block.is_null() {
        return Err(Refusal::Because("no free region fits"));
    }
    *slot = Some(Held { address: block as u64, layout });
    println!("{}: {:#x}", index + 1, block as u64);
    Ok(())
}

fn free(arguments: &mut Arguments) -> Answer {
    let index = arguments.required_number()?.wrapping_sub(1) as usize;
    let slot = HELD.lock().get_mut(index).and_then(Option::take);
    let Held { address, layout } = slot.ok_or(Refusal::Because("no such block"))?;
    // SAFETY: the block came from alloc with this layout, and is forgotten here.
    unsafe { dealloc(address as *mut u8, layout) };
    Ok(())
}

fn play_trace(arguments: &mut Arguments) -> Answer {
    let name = arguments.required_word()?;
    let trace = TRACES.iter().find(|trace| trace.name == name).ok_or(Refusal::Usage)?;
    trace.play(|outcome| {
        let (_, statistics) = heap::statistics();
        match outcome {
            Outcome::Served { rounds } => println!("{name}: {rounds} rounds"),
            Outcome::Refused { round, layout } => {
                println!("{name}: {}/{} failed in round {round}", layout.size(), layout.align());
            }
        }
        println!("{statistics} scanned {}", statistics.scanned);
    });
    Ok(())
}

fn lists(_: &mut Arguments) -> Answer {
    let mut rows = [("", 0, 0); 32];
    let mut count = 0;
    heap::describe_lists(&mut |list, address, size| {
        if let Some(row) = rows.get_mut(count) {
            *row = (list, address, size);
        }
        count += 1;
    });
    for (list, address, size) in &rows[..count.min(rows.len())] {
        println!("{list}: {address:#x} {size}");
    }
    if count > rows.len() {
        println!("and {} more", count - rows.len());
    }
    Ok(())
}
