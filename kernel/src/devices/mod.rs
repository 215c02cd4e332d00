//! The chips around the processor, one file each, under their own names.

pub mod debug_exit;
pub mod pic_8259a;
pub mod pit_8254;
pub mod ps2_keyboard;
pub mod scan_code_set_1;
pub mod uart_16550;
pub mod vga_text;

use crate::interrupts::FIRST_IRQ_VECTOR;

/// Brings every chip into a known state. Interrupts stay off.
pub fn init() {
    // Setting up the keyboard raises its line; the ICWs then forget requests of old.
    ps2_keyboard::init();
    pit_8254::init(pit_8254::HUNDRED_HERTZ);
    pic_8259a::init([FIRST_IRQ_VECTOR, FIRST_IRQ_VECTOR + 8]);
}
