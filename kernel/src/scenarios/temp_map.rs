//! Walks to the screen's page through a window: one page that is pointed at one table after the other.
//! Each time the processor has to forget what it knew of the window.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::control;
use crate::paging::reach::{Temporary, WINDOW, read_entry};
use crate::paging::{Level, LinearAddress};
use crate::{mark, mark_begin, mark_end, println};

const SCREEN: LinearAddress = LinearAddress::new(0xb_8000);

pub const SCENARIO: Scenario = Scenario {
    name: "temp-map",
    summary: "page tables seen one at a time through one page",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    let mut window = Temporary::new();
    mark!("window", WINDOW.as_u64());
    let mut frame = control::page_map();
    mark_begin!("temp");
    for level in Level::TOP_DOWN {
        println!("window {} -> {frame}", level as u8);
        // SAFETY: CR3 leads to a table, and so does every entry down to the leaf.
        let entry = unsafe { read_entry(&mut window, SCREEN, level, frame) };
        frame = entry.frame();
    }
    mark_end!("temp");
    println!("page {SCREEN} -> {frame}");
}
