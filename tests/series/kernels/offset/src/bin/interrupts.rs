//! Stage "interrupts": the timer ticks, and keys are decoded until Enter.

#![no_std]
#![no_main]

use core::panic::PanicInfo;
use lazy_static::lazy_static;
use offset::{exit, input, irq, print, println};
use pc_keyboard::{layouts, DecodedKey, HandleControl, Keyboard, ScancodeSet1};
use x86_64::{
    instructions::interrupts::{self, enable_and_hlt},
    structures::idt::InterruptDescriptorTable,
};

lazy_static! {
    static ref IDT: InterruptDescriptorTable = {
        let mut idt = InterruptDescriptorTable::new();
        irq::listen(&mut idt);
        idt
    };
}

#[no_mangle]
pub extern "C" fn _start() -> ! {
    println!("interrupts");
    IDT.load();
    irq::open();
    while input::ticks() < 3 {
        interrupts::disable();
        enable_and_hlt();
    }
    println!("the timer ticks");
    echo_a_line();
    exit::leave(exit::Status::Success)
}

fn echo_a_line() {
    let mut keyboard =
        Keyboard::new(ScancodeSet1::new(), layouts::Us104Key, HandleControl::Ignore);
    irq::open_keyboard();
    print!("> ");
    loop {
        interrupts::disable();
        let Some(code) = input::take_scan_code() else {
            enable_and_hlt();
            continue;
        };
        interrupts::enable();
        let Ok(Some(event)) = keyboard.add_byte(code) else { continue };
        match keyboard.process_keyevent(event) {
            Some(DecodedKey::Unicode('\n')) => return println!(),
            Some(DecodedKey::Unicode(character)) => print!("{character}"),
            Some(DecodedKey::RawKey(key)) => print!("<{key:?}>"),
            None => {}
        }
    }
}

#[panic_handler]
fn panic(info: &PanicInfo) -> ! {
    offset::fail(info)
}
