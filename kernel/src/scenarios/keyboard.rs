//! The make codes of the keys that are pressed, with the characters they type.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::halt;
use crate::devices::ps2_keyboard::SCAN_CODES;
use crate::devices::scan_code_set_1::Decoder;
use crate::println;

const BREAK: u8 = 0x80;

pub const SCENARIO: Scenario =
    Scenario { name: "keyboard", summary: "make codes and characters", setup: Setup::USUAL, run };

fn run(_: &CommandLine) {
    let mut decoder = Decoder::new();
    loop {
        let code = halt::wait_for(|| SCAN_CODES.pop());
        show(code, decoder.decode(code));
    }
}

fn show(code: u8, character: Option<u8>) {
    match character {
        _ if code & BREAK != 0 => {}
        Some(character @ b'!'..=b'~') => println!("{code:#04x} {}", char::from(character)),
        _ => println!("{code:#04x}"),
    }
}
