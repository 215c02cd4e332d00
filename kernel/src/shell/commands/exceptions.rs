//! Commands that raise an exception here and now.

use super::super::arguments::Arguments;
use super::super::command::{Answer, Command, Refusal};
use super::super::raise;
use crate::println;

pub static COMMANDS: [Command; 6] = [
    Command { name: "int", usage: "int N", effect: "the instruction INT N", run: int },
    Command { name: "div0", usage: "div0", effect: "DIV by zero: #DE", run: div0 },
    Command { name: "ud", usage: "ud", effect: "UD2: #UD", run: ud },
    Command {
        name: "overflow",
        usage: "overflow",
        effect: "recursion into the guard page: #DF",
        run: overflow,
    },
    Command { name: "panic", usage: "panic TEXT", effect: "panic", run: panic_with },
    Command {
        name: "touch",
        usage: "touch ADDR [r|w|x]",
        effect: "read, write or execute at an address",
        run: touch,
    },
];

fn int(arguments: &mut Arguments) -> Answer {
    raise::interrupt(arguments.required_below(256)? as u8);
    Ok(())
}

fn div0(_: &mut Arguments) -> Answer {
    raise::divide_by_zero();
    Ok(())
}

fn ud(_: &mut Arguments) -> Answer {
    raise::invalid_opcode();
    Ok(())
}

fn overflow(_: &mut Arguments) -> Answer {
    raise::overflow_stack();
    Ok(())
}

fn panic_with(arguments: &mut Arguments) -> Answer {
    panic!("{}", arguments.text())
}

fn touch(arguments: &mut Arguments) -> Answer {
    let address = arguments.linear()?;
    match arguments.word().unwrap_or("r") {
        "r" => {
            if let Some(value) = raise::read_at(address) {
                println!("read {value:#04x}");
            }
        }
        "w" => {
            // SAFETY: not knowable; the reader asked for it, byte and all.
            if unsafe { raise::write_at(address, 0) } {
                println!("written");
            }
        }
        "x" => {
            // SAFETY: not knowable; the reader asked for it.
            unsafe { raise::call(address.as_u64()) };
        }
        _ => return Err(Refusal::Usage),
    }
    Ok(())
}
