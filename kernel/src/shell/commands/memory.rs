//! Page tables, pages and frames.

use super::super::arguments::Arguments;
use super::super::command::{Answer, Command, Refusal};
use super::super::raise;
use crate::cpu::control;
use crate::paging::frame_allocator;
use crate::paging::mapper::{self, MapError};
use crate::paging::walk::{self, Translation};
use crate::paging::{Entry, Flags, LinearAddress};
use crate::println;

pub static COMMANDS: [Command; 8] = [
    Command {
        name: "walk",
        usage: "walk ADDR",
        effect: "the page-table entries on the way to an address",
        run: walk,
    },
    Command {
        name: "map",
        usage: "map ADDR [FRAME]",
        effect: "map a page, to a fresh frame if none is given",
        run: map,
    },
    Command { name: "unmap", usage: "unmap ADDR", effect: "unmap a page", run: unmap },
    Command {
        name: "remap",
        usage: "remap ADDR FRAME [noflush]",
        effect: "point a mapped page at another frame",
        run: remap,
    },
    Command {
        name: "invlpg",
        usage: "invlpg ADDR",
        effect: "drop the cached translation of a page",
        run: invlpg,
    },
    Command { name: "peek", usage: "peek ADDR", effect: "read a byte", run: peek },
    Command { name: "poke", usage: "poke ADDR VALUE", effect: "write a byte", run: poke },
    Command {
        name: "frames",
        usage: "frames",
        effect: "the frame allocator's counts",
        run: frames,
    },
];

fn walk(arguments: &mut Arguments) -> Answer {
    print_walk(arguments.linear()?);
    Ok(())
}

fn map(arguments: &mut Arguments) -> Answer {
    let page = arguments.linear()?.page();
    let given = arguments.physical()?;
    let frame = match given {
        Some(frame) => frame.frame(),
        None => frame_allocator::allocate().ok_or(Refusal::Because("no frame"))?,
    };
    // SAFETY: not knowable; the reader asked for it.
    let mapped = unsafe { mapper::map(page, frame, Flags::WRITABLE) };
    if mapped.is_err() && given.is_none() {
        // SAFETY: the frame was allocated above and mapped nowhere.
        unsafe { frame_allocator::free(frame) };
    }
    let mapped = mapped.map_err(refuse)?;
    println!("{page} -> {frame} tables made {}", mapped.tables_made);
    Ok(())
}

fn unmap(arguments: &mut Arguments) -> Answer {
    let page = arguments.linear()?.page();
    // SAFETY: not knowable; the reader asked for it.
    let frame = unsafe { mapper::unmap(page) }.map_err(refuse)?;
    println!("{page} had {frame}");
    Ok(())
}

fn remap(arguments: &mut Arguments) -> Answer {
    let page = arguments.linear()?.page();
    let frame = arguments.physical()?.ok_or(Refusal::Usage)?.frame();
    // SAFETY: not knowable; the reader asked for it.
    unsafe { mapper::redirect(page, frame) }.map_err(refuse)?;
    if arguments.word() != Some("noflush") {
        control::invlpg(page);
    }
    Ok(())
}

fn invlpg(arguments: &mut Arguments) -> Answer {
    control::invlpg(arguments.linear()?);
    Ok(())
}

fn peek(arguments: &mut Arguments) -> Answer {
    let address = arguments.linear()?;
    if let Some(value) = raise::read_at(address) {
        println!("{address}: {value:#04x}");
    }
    Ok(())
}

fn poke(arguments: &mut Arguments) -> Answer {
    let address = arguments.linear()?;
    let value = arguments.required_below(256)? as u8;
    // SAFETY: not knowable; the reader asked for it.
    unsafe { raise::write_at(address, value) };
    Ok(())
}

fn frames(_: &mut Arguments) -> Answer {
    let frames = frame_allocator::statistics();
    println!("usable {} used {} next {}", frames.usable, frames.used, frames.next);
    Ok(())
}

fn refuse(error: MapError) -> Refusal {
    Refusal::Because(error.reason())
}

/// Four lines at most, then the physical address or where the walk stopped.
fn print_walk(address: LinearAddress) {
    if !address.is_canonical() {
        return println!("not canonical");
    }
    let (mut writable, mut executable) = (true, true);
    let end = walk::walk(address, |step| {
        let (level, index, entry) = (step.level as u8, step.index, step.entry);
        if entry.is_present() {
            println!("L{level}[{index}] -> {} {}", entry.frame(), access(entry));
            writable &= entry.flags().contains(Flags::WRITABLE);
            executable &= !entry.flags().contains(Flags::EXECUTE_DISABLE);
        } else {
            println!("L{level}[{index}] -> absent");
        }
    });
    match end {
        Translation::Mapped { address, leaf } => {
            let (w, x) = (if writable { 'w' } else { '-' }, if executable { 'x' } else { '-' });
            println!("pa {address} {} r{w}{x}", walk::page_size_name(leaf));
        }
        Translation::Absent(level) => println!("absent at L{}", level as u8),
    }
}

/// What one entry allows by itself.
fn access(entry: Entry) -> &'static str {
    let has = |flag| entry.flags().contains(flag);
    match (has(Flags::WRITABLE), !has(Flags::EXECUTE_DISABLE)) {
        (true, true) => "rwx",
        (true, false) => "rw-",
        (false, true) => "r-x",
        (false, false) => "r--",
    }
}
