//! The make codes of the keys that are pressed, with the characters they type.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::{halt, interrupt_flag};
use crate::devices::ps2_keyboard::SCAN_CODES;
use crate::devices::scan_code_set_1::Decoder;
use crate::println;

const BREAK: u8 = 0x80;

pub const SCENARIO: Scenario =
    Scenario { name: "keyboard", summary: "make codes and characters", setup: Setup::USUAL, run };

fn run(_: &CommandLine) {
    let mut decoder = Decoder::new();
    loop {
        interrupt_flag::cli();
        match SCAN_CODES.pop() {
            Some(code) => {
                interrupt_flag::sti();
                show(code, decoder.decode(code));
            }
            None => halt::wait_for_interrupt(),
        }
    }
}

fn show(code: u8, character: Option<u8>) {
    match character {
        _ if code & BREAK != 0 => {}
        Some(character @ b'!'..=b'~') => println!("{code:#04x} {}", char::from(character)),
        _ => println!("{code:#04x}"),
    }
}
