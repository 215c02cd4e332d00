//! A page that is in use is pointed at another frame. Until INVLPG the processor may go on with
//! the translation it has cached, and does here.

use super::{PROBE, Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::control;
use crate::paging::{Flags, LinearAddress, frame_allocator, mapper};
use crate::{mark, println};

pub const SCENARIO: Scenario = Scenario {
    name: "tlb-stale",
    summary: "a page is redirected, with flush=1 followed by INVLPG",
    setup: Setup::USUAL,
    run,
};

fn run(command_line: &CommandLine) {
    let page = PROBE.page();
    let [first, second] = [b'A', b'B'].map(|letter| {
        let frame = frame_allocator::allocate().expect("128 MiB have a frame left");
        // SAFETY: the frame is fresh, and all physical memory is mapped.
        unsafe { mapper::window(frame).as_mut_ptr::<u8>().write_volatile(letter) };
        frame
    });
    // SAFETY: page and frames are fresh.
    unsafe { mapper::map(page, first, Flags::WRITABLE | Flags::EXECUTE_DISABLE) }
        .expect("nothing lies there");
    read(page);
    mark!("redirect");
    // SAFETY: nothing but `read` uses the page.
    unsafe { mapper::redirect(page, second) }.expect("mapped just now");
    if command_line.is_set("flush") {
        control::invlpg(page);
    }
    let stale = if read(page) == b'A' { " (stale)" } else { "" };
    println!("read {}{stale}", char::from(read(page)));
}

fn read(page: LinearAddress) -> u8 {
    // SAFETY: the page is mapped whenever this is called.
    unsafe { page.as_ptr::<u8>().read_volatile() }
}
