//! A test that prints a text and reads it back from the screen, while the timer's handler prints too.
//! Each access is locked; what lies between two of them is not. A dot at the beginning of the row is
//! enough to move the text.
//!
//! With `locked=1` the text gets a row of its own, and is read back under the same lock.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::devices::{debug_exit, pit_8254, vga_text};
use crate::interrupts::irq;
use crate::testing::{Test, fail, run_all};
use crate::{console, print, println};

const TEXT: &str = "some text that is read back";
const TICKS: u64 = 5;

pub const SCENARIO: Scenario = Scenario {
    name: "vga-race",
    summary: "a handler prints between a print and a look",
    setup: Setup::USUAL,
    run,
};

fn run(command_line: &CommandLine) {
    irq::set_driver(irq::TIMER, || {
        pit_8254::on_interrupt();
        print!(".");
    });
    let run = if command_line.is_set("locked") { look_under_lock } else { look_later };
    run_all([Test { name: "text_is_read_back", run }].iter());
    debug_exit::exit(debug_exit::SUCCESS)
}

fn look_later() {
    repeat_for_some_ticks(|| {
        println!("{TEXT}");
        wrong_character_in(console::row() - 1)
    });
}

fn look_under_lock() {
    repeat_for_some_ticks(|| console::print_and_look(TEXT, wrong_character_in));
}

/// How often the text is printed depends on the machine, so it goes to the screen alone.
fn repeat_for_some_ticks(print_and_look: impl Fn() -> Option<u8>) {
    console::echo_to("vga");
    println!(); // leaves the row in which the test's name stands
    let end = pit_8254::ticks() + TICKS;
    let mut wrong = None;
    while wrong.is_none() && pit_8254::ticks() < end {
        wrong = print_and_look();
    }
    irq::set_driver(irq::TIMER, pit_8254::on_interrupt);
    console::echo_to(console::EVERYWHERE);
    if let Some(character) = wrong {
        fail(format_args!("got {:?}", char::from(character)));
    }
}

fn wrong_character_in(row: usize) -> Option<u8> {
    let shown = (0..TEXT.len()).map(|column| vga_text::character(row, column));
    shown.zip(TEXT.bytes()).find(|(shown, printed)| shown != printed).map(|(shown, _)| shown)
}
